/// The evidence that the sequential test of a run has gathered.
package struct SequentialNote: Sendable, Codable {
    /// The number of finished pairs of attempts.
    package let pairs: Int
    /// The evidence for a regression, as an e-value.
    package let evidence: Double
    /// The evidence at which the run stops (`SequentialGate.bound`).
    package let bound: Double
    /// Whether the run was stopped because the evidence reached the bound.
    package let stopped: Bool
}
