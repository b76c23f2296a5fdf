import Glibc

/// The cost of a solved task in two arms, in any unit, on the same tasks.
package struct CostComparison: Sendable {
    private let a: [(cost: Double, solved: Double)]
    private let b: [(cost: Double, solved: Double)]

    /// Takes cost and number of solves of each task, summed over its seeds, in the same order of tasks.
    package init(a: [(cost: Double, solved: Double)], b: [(cost: Double, solved: Double)]) {
        self.a = a
        self.b = b
    }

    /// The whole cost divided by the number of solves; infinite where nothing was solved.
    private static func perSolved(_ tasks: some Sequence<(cost: Double, solved: Double)>) -> Double {
        let sum = tasks.reduce((0.0, 0.0)) { ($0.0 + $1.cost, $0.1 + $1.solved) }
        return sum.1 == 0 ? .infinity : sum.0 / sum.1
    }

    /// The cost of a solved task in arm A.
    package var perSolvedA: Double { Self.perSolved(a) }
    /// The cost of a solved task in arm B.
    package var perSolvedB: Double { Self.perSolved(b) }

    /// The confidence interval of the ratio B to A: percentiles of a bootstrap over tasks of its logarithm.
    package func ratioInterval(seed: UInt64, replicates: Int = 10_000, level: Double = 0.95) -> Interval {
        let drawn = Bootstrap(tasks: a.count, seed: seed, replicates: replicates) { indices in
            log(Self.perSolved(indices.lazy.map { b[$0] }) / Self.perSolved(indices.lazy.map { a[$0] }))
        }
        let interval = drawn.percentile(level: level)
        return Interval(low: exp(interval.low), high: exp(interval.high))
    }
}
