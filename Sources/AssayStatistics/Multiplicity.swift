/// Corrections of p for several comparisons at once, in the order of what was given.
package enum Multiplicity {
    package static func bonferroni(_ p: [Double]) -> [Double] { p.map { min(1, $0 * Double(p.count)) } }

    /// Holm's step-down (Holm 1979): bounds the chance of any false finding.
    package static func holm(_ p: [Double]) -> [Double] {
        let order = p.indices.sorted { p[$0] < p[$1] }
        var adjusted = p
        var largest = 0.0
        for (rank, index) in order.enumerated() {
            largest = max(largest, min(1, p[index] * Double(p.count - rank)))
            adjusted[index] = largest
        }
        return adjusted
    }

    /// Benjamini and Hochberg's step-up (1995): bounds the share of false findings; exploratory.
    package static func benjaminiHochberg(_ p: [Double]) -> [Double] {
        let order = p.indices.sorted { p[$0] < p[$1] }
        var adjusted = p
        var smallest = 1.0
        for (rank, index) in order.enumerated().reversed() {
            smallest = min(smallest, p[index] * Double(p.count) / Double(rank + 1))
            adjusted[index] = smallest
        }
        return adjusted
    }
}
