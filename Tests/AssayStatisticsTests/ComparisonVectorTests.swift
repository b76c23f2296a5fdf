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
        // Differences of three samples a task, in samples.
        let steps = group["d"]?.numbers.map { Int(($0 * 3).rounded()) } ?? []
        expect(PairedTests.signFlip(steps), in: group, "p")
    }

    @Test("the sign-flip test of any number of tasks is exact: that of rational numbers")
    func signFlipExact() throws {
        for row in try Vectors.rows("comparison", "sign_flip_exact") {
            expect(PairedTests.signFlip(steps(row)), in: row, "p")
        }
    }

    @Test("where no task differs the bound is Clopper and Pearson's, and so many tasks bring it below a margin")
    func exactBound() throws {
        for row in try Vectors.rows("comparison", "exact_bound") {
            expect(ExactBound.share(tasks: row.i("n"), alpha: row.n("alpha")), in: row, "share")
        }
        for row in try Vectors.rows("comparison", "tasks_without_a_difference") {
            #expect(ExactBound.tasksNeeded(margin: row.n("margin"), alpha: row.n("alpha")) == row.i("n"), "\(row)")
        }
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
            func times(_ value: Int, _ count: Int) -> [Int] { Array(repeating: value, count: count) }
            let a = times(1, both + onlyA) + times(0, onlyB + neither)
            let b = times(1, both) + times(0, onlyA) + times(1, onlyB) + times(0, neither)
            let decision = DecisionRule.decide(PairedOutcomes(a: a, b: b), margin: row.n("margin"))
            expect(try #require(decision.interval), in: row, "ci95", tolerance: 1e-8)
            expect(decision.equivalenceInterval, in: row, "ci90", tolerance: 1e-8)
            expect(decision.claims.difference, in: row, "p")
            expect(decision.claims.equivalence, in: row, "equivalence")
            #expect(decision.verdict.rawValue == row["verdict"]?.text, "\(row)")
        }
        #expect(Set(rows.compactMap { $0["verdict"]?.text }) == ["improved", "equivalent", "regressed", "inconclusive"])
    }

    @Test("with several samples a task the p values and intervals are those of statsmodels and scipy, and the verdicts follow")
    func severalSamples() throws {
        let rows = try Vectors.rows("comparison", "decision_rule_several")
        for row in rows {
            let (steps, samples) = (steps(row), row.i("samples"))
            let pairs = PairedOutcomes(a: steps.map { max(0, -$0) }, b: steps.map { max(0, $0) }, samples: samples)
            let decision = DecisionRule.decide(pairs, margin: row.n("margin"))
            expect(decision.claims.difference, in: row, "p")
            expect(decision.claims.equivalence, in: row, "equivalence")
            expect(decision.claims.nonInferiority, in: row, "non_inferiority")
            expect(decision.equivalenceInterval, in: row, "ci90", tolerance: 1e-8)
            if let ci95 = decision.interval { expect(ci95, in: row, "ci95", tolerance: 1e-8) }
            #expect((decision.interval == nil) == (row["ci95"]?.list == nil), "\(row)")
            #expect(decision.verdict.rawValue == row["verdict"]?.text, "\(row)")
        }
        #expect(Set(rows.compactMap { $0["verdict"]?.text }) == ["improved", "equivalent", "regressed", "inconclusive"])
    }

    /// The differences in samples of a row, from pairs of difference and number of tasks.
    private func steps(_ row: JSONValue) -> [Int] {
        (row["counts"]?.list ?? []).flatMap { pair in
            Array(repeating: Int(pair.numbers[0]), count: Int(pair.numbers[1]))
        }
    }
}
