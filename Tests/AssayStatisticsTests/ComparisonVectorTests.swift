import AssayStatistics
import AssaySupport
import Testing

@Suite struct ComparisonVectorTests {
    @Test("the exact McNemar test is scipy's binomial test")
    func mcNemar() throws {
        for row in try Vectors.rows("comparison", "mcnemar") {
            expect(PairedTests.mcNemarExact(onlyA: row.i("only_a"), onlyB: row.i("only_b")), in: row, "p")
        }
    }

    @Test("the sign-flip test is the share of all sign choices")
    func signFlip() throws {
        let group = try Vectors.group("comparison", "sign_flip")
        expect(PairedTests.signFlip(group["d"]?.numbers ?? []), in: group, "p")
    }

    @Test("Holm's correction is that of statsmodels")
    func holm() throws {
        let group = try Vectors.group("comparison", "holm")
        let reference = group["adjusted"]?.numbers ?? []
        let ours = Multiplicity.holm(group["p"]?.numbers ?? [])
        #expect(ours.count == 10 && reference.count == 10)
        for (ours, reference) in zip(ours, reference) { expect(ours, is: reference, "adjusted p") }
    }

    @Test("the decision rule gives every verdict where the reference does")
    func decisions() throws {
        let rows = try Vectors.rows("comparison", "decision_rule")
        for row in rows {
            let (both, onlyA, onlyB, neither) = (row.i("both"), row.i("only_a"), row.i("only_b"), row.i("neither"))
            func ones(_ count: Int) -> [Double] { Array(repeating: 1, count: count) }
            func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }
            let a = ones(both + onlyA) + zeros(onlyB + neither)
            let b = ones(both) + zeros(onlyA) + ones(onlyB) + zeros(neither)
            let decision = DecisionRule.decide(
                PairedOutcomes(tasks: a.indices.map(String.init), a: a, b: b, single: true), margin: row.n("margin"))
            expect(decision.interval, in: row, "ci95", tolerance: 1e-8)
            expect(decision.equivalenceInterval, in: row, "ci90", tolerance: 1e-8)
            expect(decision.p, in: row, "p")
            #expect(decision.verdict.rawValue == row["verdict"]?.text)
        }
        #expect(Set(rows.compactMap { $0["verdict"]?.text }) == ["improved", "equivalent", "regressed", "inconclusive"])
    }
}
