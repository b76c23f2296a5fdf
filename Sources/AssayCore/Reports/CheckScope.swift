/// Which checks a verification runs.
package enum CheckScope: String, Sendable, Codable {
    /// The visible checks, whose results a model may see.
    case visible
    /// Visible and hidden checks: decides the stored verdict.
    case full
}
