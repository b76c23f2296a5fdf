/// The Pareto front of solve rate and cost.
package enum Pareto {
    /// Returns the indices of the points on the front, in their order.
    ///
    /// A point is dominated when another solves at least as much for at most its cost, and differs in one of the two.
    package static func front(_ points: [(solveRate: Double, cost: Double)]) -> [Int] {
        points.indices.filter { index in
            let own = points[index]
            return !points.contains { other in
                other.solveRate >= own.solveRate && other.cost <= own.cost && (other.solveRate > own.solveRate || other.cost < own.cost)
            }
        }
    }
}
