import AssayCore
import AssayStatistics
import AssaySupport
import Testing

@testable import AssayExperiments

/// Results of tasks t0, t1 …, of which each has the verdicts of its samples.
private func results(_ name: String, _ tasks: [[Verdict]], tier: AssuranceTier = .aMinus, digest: String = "d") -> ResultSet {
    var entries: [ExactName: [ResultSet.Entry]] = [:]
    for (index, verdicts) in tasks.enumerated() {
        entries[ExactName("t\(index)")] = verdicts.enumerated().map { .init(sample: $0, verdict: $1, tier: tier, digest: digest) }
    }
    return ResultSet(name: name, entries: entries)
}

/// Results of one sample a task.
private func results(_ name: String, _ verdicts: [Verdict], tier: AssuranceTier = .aMinus, digest: String = "d") -> ResultSet {
    results(name, verdicts.map { [$0] }, tier: tier, digest: digest)
}

private func mix(both: Int, onlyA: Int, onlyB: Int, neither: Int) -> (ResultSet, ResultSet) {
    func repeated(_ verdict: Verdict, _ count: Int) -> [Verdict] { Array(repeating: verdict, count: count) }
    let a = repeated(.passed, both + onlyA) + repeated(.failed, onlyB + neither)
    let b =
        repeated(.passed, both) + repeated(.failed, onlyA) + repeated(.passed, onlyB)
        + repeated(.failed, neither)
    return (results("a", a), results("b", b))
}

/// The verdicts of five samples, of which so many passed.
private func five(_ passed: Int) -> [Verdict] { (0..<5).map { $0 < passed ? .passed : .failed } }

@Suite struct ComparisonTests {
    @Test(
        "the four verdicts",
        arguments: [
            (30, 2, 12, 16, ComparisonVerdict.improved), (30, 12, 2, 16, .regressed), (300, 10, 9, 181, .equivalent),
            (30, 5, 6, 19, .inconclusive), (0, 0, 5, 0, .inconclusive), (40, 0, 0, 19, .equivalent), (40, 0, 0, 18, .inconclusive),
        ])
    func verdicts(_ both: Int, _ onlyA: Int, _ onlyB: Int, _ neither: Int, _ verdict: ComparisonVerdict) throws {
        let (a, b) = mix(both: both, onlyA: onlyA, onlyB: onlyB, neither: neither)
        let result = try Comparison.make(a, b)
        #expect(result.verdict == verdict)
        #expect(result.outcomes.onlyB == onlyB && result.outcomes.onlyA == onlyA)
        #expect(result.flips.count == onlyA + onlyB)
    }

    @Test("twenty tasks with three equal samples each are not shown to be non-inferior, as twenty with one are not", arguments: [1, 3])
    func fewEqual(_ samples: Int) throws {
        let same = Array(repeating: Array(repeating: Verdict.passed, count: samples), count: 20)
        let result = try Comparison.make(results("a", same), results("b", same))
        #expect(result.nonInferiority == .undecided && result.verdict == .inconclusive && result.decision.tasksNeeded == 59)
        #expect(ComparisonGate.nonInferior.failure(of: result) == .inconclusive)
    }

    @Test("counts, difference and flips tell one story where most tasks gain little and few lose much")
    func oneStory() throws {
        let a = (0..<20).map { five($0 < 12 ? 2 : 5) }
        let b = (0..<20).map { five($0 < 12 ? 3 : 1) }
        let result = try Comparison.make(results("a", a), results("b", b))
        let pairs = result.outcomes
        #expect(pairs.solvedA == 64 && pairs.solvedB == 44 && pairs.onlyB == 12 && pairs.onlyA == 32)
        #expect(abs(result.decision.difference + 0.2) < 1e-12)
        #expect(result.flips.count { $0.change == .fixed } == 12 && result.flips.count { $0.change == .broke } == 8)
    }

    @Test("what cannot be compared is refused with the reason")
    func refusals() throws {
        let a = results("a", [.passed, .failed])
        func refused(_ b: ResultSet, _ says: String) {
            let error = #expect(throws: NotComparable.self) { try Comparison.make(a, b) }
            #expect(error?.description.contains(says) == true, "\(String(describing: error))")
        }
        refused(results("b", [.passed]), "1 tasks are in only one of a and b")
        refused(results("b", [.passed, .passed], digest: "e"), "the task 't0' is not the same")
        refused(results("b", [.passed, .passed], tier: .b), "'t0' has A- in a and B in b")
        #expect(try Comparison.make(a, results("b", [.passed, .passed], tier: .b), ComparisonRules(allowTierMix: true)).outcomes.tasks == 2)
        refused(results("b", [.harnessError, .passed]), "1 of 2 pairs were lost")
        refused(results("b", [[.passed, .failed], [.passed, .failed]]), "has 2 samples in b, where 't0' has 1 in a")
        refused(results("b", [[.passed], [.passed, .failed]]), "the task 't1' has 2 samples in b")
        let numbered = ResultSet(
            name: "b",
            entries: [
                ExactName("t0"): [.init(sample: 1, verdict: .passed, tier: .aMinus, digest: "d")],
                ExactName("t1"): [.init(sample: 0, verdict: .passed, tier: .aMinus, digest: "d")],
            ])
        refused(numbered, "the samples of the task 't0' have the numbers 0 in a and 1 in b")
    }

    @Test("tasks of different tiers are compared; only another tier on the same task confounds, unless nothing was run")
    func tiers() throws {
        func set(_ name: String, _ entries: [(Verdict, AssuranceTier)]) -> ResultSet {
            ResultSet(
                name: name,
                entries: Dictionary(
                    uniqueKeysWithValues: entries.enumerated().map {
                        (ExactName("t\($0)"), [.init(verdict: $1.0, tier: $1.1, digest: "d")])
                    }))
        }
        let a = set("a", [(.passed, .a), (.failed, .b)])
        #expect(try Comparison.make(a, set("b", [(.failed, .a), (.passed, .b)])).tier == "A+B")
        #expect(throws: NotComparable.self) { try Comparison.make(a, set("b", [(.failed, .aMinus), (.passed, .b)])) }
        #expect(try Comparison.make(a, set("b", [(.interfaceViolation, .aMinus), (.passed, .b)])).outcomes.onlyA == 1)
    }

    @Test("names that are only canonically equal are two tasks")
    func bytes() throws {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        #expect(composed == decomposed && ExactName(composed) != ExactName(decomposed))
        func set(_ name: String, _ task: String) -> ResultSet {
            ResultSet(name: name, entries: [ExactName(task): [.init(verdict: .passed, tier: .a, digest: "d")]])
        }
        #expect(throws: NotComparable.self) { try Comparison.make(set("a", composed), set("b", decomposed)) }
        let keys = [composed, decomposed].map { AttemptKey(arm: "a", task: $0, seed: 0) }
        #expect(Set(keys).count == 2 && Set(keys.map(\.pair)).count == 2)
    }

    @Test("among several candidates equivalence and non-inferiority are corrected too", arguments: [(60, false), (80, true)])
    func family(_ tasks: Int, _ holds: Bool) throws {
        let same = Array(repeating: Verdict.passed, count: tasks)
        let one = try Comparison.make(results("a", same), results("b", same))
        #expect(one.verdict == .equivalent && one.nonInferiority == .nonInferior)
        let three = try Comparison.family(results("a", same), ["b", "c", "d"].map { results($0, same) })
        #expect(three.allSatisfy { ($0.verdict == .equivalent) == holds && ($0.nonInferiority == .nonInferior) == holds && $0.decision.tasksNeeded == 80 })
    }

    @Test("every key of the JSON is always there, and null where nothing can be said")
    func keys() throws {
        let (a, b) = mix(both: 6, onlyA: 0, onlyB: 0, neither: 6)
        let text = try JSON.pretty(Comparison.make(a, b))
        let object = try #require(JSON.foreign([String: JSONValue].self, text))
        #expect(object["mde"] == .null && object["p_adjusted"] == .null && object["tasks_needed"] == .number(59))
        let (c, d) = mix(both: 30, onlyA: 2, onlyB: 12, neither: 16)
        let other = try #require(JSON.foreign([String: JSONValue].self, JSON.pretty(Comparison.make(c, d))))
        #expect(Set(object.keys) == Set(other.keys))
        if case .number(let mde)? = other["mde"] { #expect(mde > 0.1 && mde < 0.2) } else { Issue.record("\(text)") }
    }
}

@Suite struct ExperimentPlanTests {
    private func plan(seed: UInt64, second: String = "2") -> ExperimentPlan {
        ExperimentPlan(
            name: "n", suite: "s", suiteDigest: "d", arms: ["a", "b"],
            armIdentities: ["a": ArmIdentity(parts: ["m": "1"]), "b": ArmIdentity(parts: ["m": second])],
            tasks: (0..<20).map { "t\($0)" }, seeds: 2, margin: 0.05, alpha: 0.05, orderSeed: seed)
    }

    @Test("every attempt is planned once, arms interleaved per task in a drawn order")
    func interleaved() {
        let attempts = plan(seed: 1).attempts
        #expect(attempts.count == 80)
        #expect(Set(attempts).count == 80)
        for index in stride(from: 0, to: attempts.count, by: 2) {
            #expect(attempts[index].task == attempts[index + 1].task)
            #expect(attempts[index].arm != attempts[index + 1].arm)
        }
        #expect(Set(stride(from: 0, to: 80, by: 2).map { attempts[$0].arm }) == ["a", "b"])
        #expect(plan(seed: 1).attempts == attempts)
    }

    @Test("editing anything makes another experiment")
    func digests() {
        #expect(plan(seed: 1).digest != plan(seed: 1, second: "3").digest)
        #expect(plan(seed: 1).digest != plan(seed: 2).digest)
    }
}
