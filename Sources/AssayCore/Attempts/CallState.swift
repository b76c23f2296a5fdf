/// How a stored model call stands.
package enum CallState: String, Sendable, Codable, CaseIterable {
    /// It was stored, and is being sent or answered.
    case sent
    case answered
    /// The provider refused it, or could not be reached.
    case failed
    /// It was sent and no whole answer came, so that it may have been paid for.
    case lost
}
