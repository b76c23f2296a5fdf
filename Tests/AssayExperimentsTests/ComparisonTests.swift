import AssayCore
import AssayStatistics
import Testing

@testable import AssayExperiments

private func results(_ name: String, _ verdicts: [Verdict], tier: AssuranceTier = .aMinus, digest: String = "d") -> ResultSet {
    var entries: [String: [ResultSet.Entry]] = [:]
    for (index, verdict) in verdicts.enumerated() {
        entries["t\(index)"] = [.init(verdict: verdict, tier: tier, digest: digest)]
    }
    return ResultSet(name: name, entries: entries)
}

private func mix(both: Int, onlyA: Int, onlyB: Int, neither: Int) -> (ResultSet, ResultSet) {
    func repeated(_ verdict: Verdict, _ count: Int) -> [Verdict] { Array(repeating: verdict, count: count) }
    let a = repeated(.passed, both + onlyA) + repeated(.failed, onlyB + neither)
    let b =
        repeated(.passed, both) + repeated(.failed, onlyA) + repeated(.passed, onlyB)
        + repeated(.failed, neither)
    return (results("a", a), results("b", b))
}

@Suite struct ComparisonTests {
    @Test(
        "the four verdicts",
        arguments: [
            (30, 2, 12, 16, ComparisonVerdict.improved), (30, 12, 2, 16, .regressed), (300, 10, 9, 181, .equivalent),
            (30, 5, 6, 19, .inconclusive), (0, 0, 5, 0, .inconclusive),
        ])
    func verdicts(_ both: Int, _ onlyA: Int, _ onlyB: Int, _ neither: Int, _ verdict: ComparisonVerdict) throws {
        let (a, b) = mix(both: both, onlyA: onlyA, onlyB: onlyB, neither: neither)
        let result = try Comparison.make(a, b)
        #expect(result.verdict == verdict)
        #expect(result.fixed == onlyB && result.broke == onlyA)
        #expect(result.flips.count == onlyA + onlyB)
    }

    @Test("what cannot be compared is refused with the reason")
    func refusals() throws {
        let a = results("a", [.passed, .failed])
        #expect(throws: NotComparable.self) { try Comparison.make(a, results("b", [.passed])) }
        #expect(throws: NotComparable.self) { try Comparison.make(a, results("b", [.passed, .passed], digest: "e")) }
        #expect(throws: NotComparable.self) { try Comparison.make(a, results("b", [.passed, .passed], tier: .b)) }
        #expect(try Comparison.make(a, results("b", [.passed, .passed], tier: .b), allowTierMix: true).n == 2)
        #expect(throws: NotComparable.self) { try Comparison.make(a, results("b", [.harnessError, .passed])) }
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
