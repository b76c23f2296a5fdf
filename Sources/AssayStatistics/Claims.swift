/// The claims that a comparison can make, and the p value of each against its opposite.
package struct Claims: Sendable, Equatable {
    /// p against "the arms are alike", two-sided and exact.
    package let difference: Double
    /// p against "the arms differ by the margin or more": the larger of two one-sided tests (Schuirmann 1987).
    package let equivalence: Double
    /// p against "B loses by the margin or more", one-sided.
    package let nonInferiority: Double
    /// p against "B loses by less than the margin, or wins", one-sided.
    package let inferiority: Double

    /// Makes claims from their p values.
    package init(difference: Double, equivalence: Double, nonInferiority: Double, inferiority: Double) {
        self.difference = difference
        self.equivalence = equivalence
        self.nonInferiority = nonInferiority
        self.inferiority = inferiority
    }

    /// The claims on several candidates, each kind of claim corrected for all of them (Holm 1979).
    package static func corrected(_ family: [Claims]) -> [Claims] {
        let difference = Multiplicity.holm(family.map(\.difference))
        let equivalence = Multiplicity.holm(family.map(\.equivalence))
        let nonInferiority = Multiplicity.holm(family.map(\.nonInferiority))
        let inferiority = Multiplicity.holm(family.map(\.inferiority))
        return family.indices.map {
            Claims(
                difference: difference[$0], equivalence: equivalence[$0], nonInferiority: nonInferiority[$0],
                inferiority: inferiority[$0])
        }
    }
}
