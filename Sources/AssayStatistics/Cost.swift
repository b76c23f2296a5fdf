import Glibc

/// What solved tasks cost in two arms; a value a task and seed, in any unit.
package struct CostComparison: Sendable {
    private let a: [(cost: Double, solved: Double)]
    private let b: [(cost: Double, solved: Double)]

    /// Cost and solves of each task, summed over its seeds, in the same order of tasks.
    package init(a: [(cost: Double, solved: Double)], b: [(cost: Double, solved: Double)]) {
        self.a = a
        self.b = b
    }

    /// All cost by all solves; infinite when nothing was solved.
    private static func perSolved(_ tasks: some Sequence<(cost: Double, solved: Double)>) -> Double {
        let sum = tasks.reduce((0.0, 0.0)) { ($0.0 + $1.cost, $0.1 + $1.solved) }
        return sum.1 == 0 ? .infinity : sum.0 / sum.1
    }

    package var perSolvedA: Double { Self.perSolved(a) }
    package var perSolvedB: Double { Self.perSolved(b) }

    /// What one more solve costs in B; read only where B solves more beyond doubt.
    package var marginal: Double {
        let (moreCost, moreSolved) = zip(a, b).reduce((0.0, 0.0)) { ($0.0 + $1.1.cost - $1.0.cost, $0.1 + $1.1.solved - $1.0.solved) }
        return moreCost / moreSolved
    }

    /// The interval of the ratio B to A, by the bootstrap over tasks of its logarithm.
    package func ratioInterval(seed: UInt64, replicates: Int = 10_000, level: Double = 0.95) -> Interval {
        let drawn = Bootstrap(tasks: a.count, seed: seed, replicates: replicates) { indices in
            log(Self.perSolved(indices.lazy.map { b[$0] }) / Self.perSolved(indices.lazy.map { a[$0] }))
        }
        let interval = drawn.percentile(level: level)
        return Interval(low: exp(interval.low), high: exp(interval.high))
    }
}

/// The arms that no other arm beats in both solve rate and cost.
package enum Pareto {
    /// Indices of the points on the front, in their order: a point is off it when another solves at least as much
    /// for at most its cost, one of them strictly.
    package static func front(_ points: [(solveRate: Double, cost: Double)]) -> [Int] {
        points.indices.filter { index in
            let own = points[index]
            return !points.contains { other in
                other.solveRate >= own.solveRate && other.cost <= own.cost && (other.solveRate > own.solveRate || other.cost < own.cost)
            }
        }
    }
}
