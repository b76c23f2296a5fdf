import AssayCore
package import AssayStatistics
import AssaySupport

/// A task on which two arms differ.
package struct Flip: Sendable, Codable {
    package var task: String
    /// fixed or broke.
    package var change: String
    package var a: String
    package var b: String
    /// The first finding of the one that failed, where it is known.
    package var reason: String?
}

/// Two sets of results on the same tasks, and the verdict on them; the JSON of `compare`.
package struct Comparison: Sendable, Codable {
    package var verdict: ComparisonVerdict
    package var n: Int
    package var solvedA: Int
    package var solvedB: Int
    package var fixed: Int
    package var broke: Int
    package var pExact: Double
    /// The same, corrected for the number of candidates (Holm) where there are several.
    package var pAdjusted: Double?
    package var nonInferiority: NonInferiority
    package var difference: Double
    package var ci95: [Double]
    package var mde: Double?
    package var tier: String
    package var negligible: Bool
    package var tasksNeeded: Int?
    package var method: String
    package var flips: [Flip]
    /// How a run that may stop early went.
    package var sequential: SequentialNote?
}

/// What a sequential gate saw.
package struct SequentialNote: Sendable, Codable {
    package var pairs: Int
    package var evidence: Double
    /// Evidence at which the run stops.
    package var bound: Double
    package var stopped: Bool
}

/// Why two result sets cannot be compared.
package struct NotComparable: Error, CustomStringConvertible {
    package var description: String
}

/// One result set: verdicts by task and seed.
package struct ResultSet: Sendable {
    package struct Entry: Sendable {
        package var verdict: String
        package var tier: String
        package var digest: String?
        /// What was found first, where it failed.
        package var reason: String?
        package init(verdict: String, tier: String, digest: String?, reason: String? = nil) {
            self.reason = reason
            self.verdict = verdict
            self.tier = tier
            self.digest = digest
        }
    }
    package var name: String
    package var entries: [String: [Entry]]
    package init(name: String, entries: [String: [Entry]]) {
        self.name = name
        self.entries = entries
    }

    /// The share of verdicts that are suspected tampering.
    var tampering: Double {
        let all = entries.values.joined().map(\.verdict)
        return all.isEmpty ? 0 : Double(all.count { $0 == Verdict.tamperingSuspected.rawValue }) / Double(all.count)
    }
}

extension Comparison {
    /// The verdict of a run that may stop early: regressed where it did, else by what is left of α.
    ///
    /// The estimate at such a stop is biased away from zero.
    package static func sequential(
        _ a: ResultSet, _ b: ResultSet, _ gate: SequentialGate, margin: Double, allowTierMix: Bool = false
    ) throws(NotComparable) -> Comparison {
        var result = try make(a, b, margin: margin, alpha: gate.finalAlpha, allowTierMix: allowTierMix)
        if gate.isStopped { result.verdict = .regressed }
        result.sequential = SequentialNote(pairs: gate.pairs, evidence: gate.evidence, bound: gate.bound, stopped: gate.isStopped)
        return result
    }

    /// Compares B with the baseline A, or says why that is not possible.
    package static func make(
        _ a: ResultSet, _ b: ResultSet, margin: Double = 0.05, alpha: Double = 0.05,
        allowTierMix: Bool = false, mostTampering: Double = 1
    ) throws(NotComparable) -> Comparison {
        for set in [a, b] where set.tampering > mostTampering {
            throw NotComparable(
                description:
                    "\(Text.percent(set.tampering)) of the verdicts of \(set.name) are suspected tampering; the limit is \(Text.percent(mostTampering))")
        }
        let tasks = a.entries.keys.filter { b.entries[$0] != nil }.sorted()
        guard !tasks.isEmpty else {
            throw NotComparable(description: "\(a.name) and \(b.name) share no task")
        }
        let missing = a.entries.count + b.entries.count - 2 * tasks.count
        if missing > 0 {
            throw NotComparable(
                description: "\(missing) tasks are in only one of \(a.name) and \(b.name); compare the same tasks")
        }
        var pairs = PairedOutcomes(tasks: [], a: [], b: [], single: true)
        var tiers: Set<String> = []
        var flips: [Flip] = []
        var dropped = 0
        var lost = (a: 0, b: 0)
        for task in tasks {
            let left = a.entries[task] ?? []
            let right = b.entries[task] ?? []
            for (one, two) in zip(left, right) {
                if let first = one.digest, let second = two.digest, first != second {
                    throw NotComparable(description: "the task '\(task)' is not the same in \(a.name) and \(b.name)")
                }
            }
            // A harness error says nothing about an arm: the pair is dropped and counted.
            if (left + right).contains(where: { $0.verdict == "harness_error" }) {
                dropped += 1
                lost.a += right.allSatisfy { $0.verdict != "harness_error" } ? 1 : 0
                lost.b += left.allSatisfy { $0.verdict != "harness_error" } ? 1 : 0
                continue
            }
            tiers.formUnion((left + right).map(\.tier))
            func share(_ entries: [ResultSet.Entry]) -> Double {
                Double(entries.count { $0.verdict == "passed" }) / Double(max(entries.count, 1))
            }
            let (x, y) = (share(left), share(right))
            pairs.tasks.append(task)
            pairs.a.append(x)
            pairs.b.append(y)
            pairs.single = pairs.single && left.count == 1 && right.count == 1
            if x != y {
                flips.append(
                    Flip(
                        task: task, change: y > x ? "fixed" : "broke",
                        a: left.map(\.verdict).joined(separator: ","),
                        b: right.map(\.verdict).joined(separator: ","), reason: (y > x ? left : right).compactMap(\.reason).first))
            }
        }
        if Double(dropped) > 0.02 * Double(tasks.count) {
            throw NotComparable(
                description: "\(dropped) of \(tasks.count) pairs were lost to harness errors; more than 2 % makes the comparison invalid"
            )
        }
        if PairedTests.mcNemarExact(onlyA: lost.a, onlyB: lost.b) <= 0.05 {
            throw NotComparable(
                description: "the harness lost \(lost.a) tasks of \(a.name) alone and \(lost.b) of \(b.name) alone: what is lost depends on the arm")
        }
        if tiers.count > 1 && !allowTierMix {
            throw NotComparable(
                description:
                    "the verdicts have different assurance tiers (\(tiers.sorted().joined(separator: ", "))); --allow-tier-mix compares them all the same"
            )
        }
        let decision = DecisionRule.decide(pairs, margin: margin, alpha: alpha)
        return Comparison(
            verdict: decision.verdict, n: pairs.tasks.count,
            solvedA: pairs.a.count { $0 >= 0.5 }, solvedB: pairs.b.count { $0 >= 0.5 },
            fixed: pairs.onlyB, broke: pairs.onlyA, pExact: decision.p,
            nonInferiority: decision.nonInferiority,
            difference: decision.difference, ci95: [decision.ci95.low, decision.ci95.high],
            mde: Power.smallestDetectable(tasks: pairs.tasks.count),
            tier: tiers.sorted().joined(separator: "+"), negligible: decision.negligible,
            tasksNeeded: decision.tasksNeeded, method: decision.method, flips: flips)
    }

    /// Compares several candidates with one baseline: what one comparison finds must hold for the whole family,
    /// by Holm's correction.
    package static func family(
        _ baseline: ResultSet, _ candidates: [ResultSet], margin: Double = 0.05, alpha: Double = 0.05, allowTierMix: Bool = false,
        mostTampering: Double = 1
    ) throws(NotComparable) -> [Comparison] {
        var results: [Comparison] = []
        for candidate in candidates {
            results.append(
                try make(
                    baseline, candidate, margin: margin, alpha: alpha, allowTierMix: allowTierMix, mostTampering: mostTampering))
        }
        return corrected(results, alpha: alpha)
    }

    /// The results on several candidates, of which each finding holds for the whole family (Holm 1979).
    package static func corrected(_ results: [Comparison], alpha: Double) -> [Comparison] {
        guard results.count > 1 else { return results }
        var results = results
        for (index, p) in Multiplicity.holm(results.map(\.pExact)).enumerated() {
            results[index].pAdjusted = p
            if p > alpha && [.improved, .regressed].contains(results[index].verdict) { results[index].verdict = .inconclusive }
        }
        return results
    }
}
