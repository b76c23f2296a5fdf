/// The state of a stored model call.
package enum CallState: String, Sendable, Codable, CaseIterable {
    /// The call was stored and is in progress.
    case sent
    case answered
    /// The provider refused it, or could not be reached.
    case failed
    /// The call was sent but no whole answer came, so it may have been charged.
    case lost
}
