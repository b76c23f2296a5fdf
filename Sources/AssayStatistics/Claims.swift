/// The claims that a comparison can make, and the p value of each against its opposite.
package struct Claims: Sendable, Equatable {
    /// Against "the arms are alike", two-sided and exact.
    package var difference: Double
    /// Against "the arms differ by the margin or more" (two one-sided tests, the larger p; Schuirmann 1987).
    package var equivalence: Double
    /// Against "B loses by the margin or more", one-sided.
    package var nonInferiority: Double
    /// Against "B loses by less than the margin, or wins", one-sided.
    package var inferiority: Double

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
