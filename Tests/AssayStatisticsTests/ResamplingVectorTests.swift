import AssayStatistics
import AssaySupport
import Testing

@Suite struct ResamplingVectorTests {
    @Test("the generator gives the published stream")
    func generator() throws {
        let group = try Vectors.group("resampling", "splitmix64")
        var stream = SplitMix64(seed: UInt64(group.i("seed")))
        let first = group["first"]?.list?.compactMap(\.text).compactMap { UInt64($0, radix: 16) } ?? []
        #expect(first.count == 5 && first == first.map { _ in stream.next() })
        var below = SplitMix64(seed: UInt64(group.i("seed_below")))
        let draws = group["below_10"]?.numbers ?? []
        #expect(draws.count == 10 && draws == draws.map { _ in Double(below.below(10)) })
    }

    @Test("a clustered mean and its error are those of statsmodels")
    func clustered() throws {
        for row in try Vectors.rows("resampling", "clustered_mean") {
            let clusters = row["clusters"]?.list?.map(\.numbers) ?? []
            let ours = ClusteredMean(clusters)
            #expect(ours.clusters == clusters.count)
            expect(ours.mean, in: row, "mean")
            expect(ours.cr1, in: row, "cr1")
            expect(ours.interval(), in: row, "t95")
        }
    }

    @Test("the bootstrap draws what the reference draws, and has numpy's quantiles")
    func bootstrap() throws {
        let group = try Vectors.group("resampling", "bootstrap")
        let d = group["d"]?.numbers ?? []
        let ours = Bootstrap(tasks: d.count, seed: UInt64(group.i("seed"))) { drawn in drawn.reduce(0) { $0 + d[$1] } / Double(d.count) }
        expect(ours.percentile(), in: group, "percentile_0.95", tolerance: 1e-12)
        expect(ours.percentile(level: 0.9), in: group, "percentile_0.9", tolerance: 1e-12)
    }

    @Test("the cost of a solved task and the interval of its ratio are the reference's")
    func cost() throws {
        let group = try Vectors.group("resampling", "cost_per_solved")
        func arm(_ name: String) -> [(cost: Double, solved: Double)] {
            zip(group["cost_" + name]?.numbers ?? [], group["solved_" + name]?.numbers ?? []).map { (cost: $0, solved: $1) }
        }
        let ours = CostComparison(a: arm("a"), b: arm("b"))
        expect(ours.perSolvedA, in: group, "a")
        expect(ours.perSolvedB, in: group, "b")
        expect(ours.ratioInterval(seed: UInt64(group.i("seed"))), in: group, "ratio_0.95")
    }
}
