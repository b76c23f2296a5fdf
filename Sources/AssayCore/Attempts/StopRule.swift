/// When an experiment ends.
package enum StopRule: String, Sendable, Codable, CaseIterable {
    /// When every attempt is done.
    case fixed
    /// Before that, when the evidence for a regression is enough (`SequentialGate`).
    case sequential
}
