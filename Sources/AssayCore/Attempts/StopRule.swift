/// When an experiment ends.
package enum StopRule: String, Sendable, Codable, CaseIterable {
    /// When every attempt is done.
    case fixed
    /// Earlier, as soon as there is enough evidence of a regression (`SequentialGate`).
    case sequential
}
