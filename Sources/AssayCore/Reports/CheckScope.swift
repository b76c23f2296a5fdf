/// Which checks a verification runs.
package enum CheckScope: String, Sendable, Codable {
    /// What a model may see the results of.
    case visible
    /// Visible and hidden checks: decides the stored verdict.
    case full
}
