import AssayStatistics
import AssaySupport
import Testing

@Suite struct SampleVectorTests {
    @Test("pass@k and pass^k are quotients of binomial coefficients")
    func passAtK() throws {
        for row in try Vectors.rows("samples", "pass_at_k") {
            expect(PassAtK.estimate(samples: row.i("n"), correct: row.i("c"), k: row.i("k")), in: row, "any")
            expect(PassAtK.all(samples: row.i("n"), correct: row.i("c"), k: row.i("k")), in: row, "all")
        }
    }

    @Test("best-of-n in closed form is what enumerating every draw gives")
    func bestOfN() throws {
        for row in try Vectors.rows("samples", "best_of_n") {
            let pool = BestOfN(
                samples: row.i("samples"), visible: row.i("visible"), visibleRight: row.i("visible_right"), otherRight: row.i("other_right"))
            expect(pool.solved(row.i("n")), in: row, "solved")
            expect(pool.draws(row.i("n")), in: row, "draws")
        }
    }

    @Test("the Pareto front holds the points that none dominates")
    func pareto() throws {
        let group = try Vectors.group("samples", "pareto")
        let points = group["points"]?.list?.map(\.numbers) ?? []
        try #require(points.count == 6 && points.allSatisfy { $0.count == 2 })
        let front = Pareto.front(points.map { (solveRate: $0[0], cost: $0[1]) })
        #expect(front.map(Double.init) == group["front"]?.numbers && front.count < points.count)
    }

    @Test("a reviewer's recall, precision and false alarms have the intervals of statsmodels")
    func review() throws {
        let group = try Vectors.group("samples", "review_quality")
        let ours = ReviewQuality(
            truePositives: group.i("tp"), falsePositives: group.i("fp"), falseNegatives: group.i("fn"), trueNegatives: group.i("tn"))
        expect(ours.recall, in: group, "recall")
        expect(ours.precision, in: group, "precision")
        expect(ours.falseAlarmRate, in: group, "false_alarm_rate")
        expect(ours.recallInterval, in: group, "recall_wilson")
        expect(ours.precisionInterval, in: group, "precision_wilson")
        expect(ours.falseAlarmInterval, in: group, "false_alarm_wilson")
        var counted = ReviewQuality()
        for (isDefective, isFlagged) in [(true, true), (false, true), (false, false), (false, false)] {
            counted.add(isDefective: isDefective, isFlagged: isFlagged)
        }
        #expect(counted.flagged == 2 && counted.defective == 1 && counted.clean == 3)
        #expect(counted.recall == 1 && counted.precision == 0.5)
    }
}
