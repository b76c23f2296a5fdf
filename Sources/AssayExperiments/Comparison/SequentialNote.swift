/// What the gate of a sequential run saw.
package struct SequentialNote: Sendable, Codable {
    package let pairs: Int
    package let evidence: Double
    /// Evidence at which the run stops.
    package let bound: Double
    package let stopped: Bool
}
