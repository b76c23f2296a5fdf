import AssayStatistics
import AssaySupport
import Testing

@Suite struct IntervalVectorTests {
    @Test("intervals of a proportion are those of statsmodels")
    func proportion() throws {
        for row in try Vectors.rows("intervals", "proportion") {
            let (count, n, level) = (row.i("count"), row.i("n"), row.n("level"))
            expect(Intervals.wilson(count, of: n, level: level), in: row, "wilson")
            expect(Intervals.clopperPearson(count, of: n, level: level), in: row, "clopper_pearson")
        }
    }

    @Test("Tango's interval is where the score statistic has its critical values")
    func tango() throws {
        for row in try Vectors.rows("intervals", "paired_proportions") {
            let (a, b, n) = (row.i("only_a"), row.i("only_b"), row.i("n"))
            expect(Intervals.tango(onlyA: a, onlyB: b, n: n), in: row, "tango_0.95", tolerance: 1e-8)
            expect(Intervals.tango(onlyA: a, onlyB: b, n: n, level: 0.9), in: row, "tango_0.9", tolerance: 1e-8)
        }
    }

    @Test("the interval of a mean difference is that of scipy's t test")
    func mean() throws {
        let group = try Vectors.group("intervals", "mean_difference")
        expect(Intervals.meanDifference(group["d"]?.numbers ?? []), in: group, "t95")
    }
}
