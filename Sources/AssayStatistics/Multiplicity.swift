/// Corrections of p for several comparisons at once, in the order of what was given.
package enum Multiplicity {
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
}
