import AssayCore
package import AssayStatistics
import AssaySupport

/// Two sets of results on the same tasks, and the verdict on them; the JSON of `compare`.
package struct Comparison: Sendable, Codable {
    package var verdict: ComparisonVerdict
    package let n: Int
    package let solvedA: Int
    package let solvedB: Int
    package let fixed: Int
    package let broke: Int
    package let pExact: Double
    /// The same, corrected for the number of candidates (Holm) where there are several.
    package var pAdjusted: Double?
    package let nonInferiority: NonInferiority
    package let difference: Double
    package let ci95: [Double]
    package let mde: Double?
    package let tier: String
    package let negligible: Bool
    package let tasksNeeded: Int?
    package let method: String
    package let flips: [Flip]
    /// How a run that may stop early went.
    package var sequential: SequentialNote?
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
        let paired = try PairedResults(a, b)
        try paired.check(allowTierMix: allowTierMix)
        let outcomes = paired.outcomes
        let decision = DecisionRule.decide(outcomes, margin: margin, alpha: alpha)
        return Comparison(
            verdict: decision.verdict, n: outcomes.tasks.count,
            solvedA: outcomes.a.count { $0 >= 0.5 }, solvedB: outcomes.b.count { $0 >= 0.5 },
            fixed: outcomes.onlyB, broke: outcomes.onlyA, pExact: decision.p,
            nonInferiority: decision.nonInferiority,
            difference: decision.difference, ci95: [decision.interval.low, decision.interval.high],
            mde: Power.smallestDetectable(tasks: outcomes.tasks.count),
            tier: paired.tier, negligible: decision.negligible,
            tasksNeeded: decision.tasksNeeded, method: decision.method, flips: paired.flips)
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
