/// A step of a pipeline.
package enum Phase: String, Sendable, Codable, CaseIterable {
    /// The analyst summarises what matters in the statement.
    case analyze
    /// The planner makes a plan, which is checked.
    case plan
    /// The implementer writes files.
    case implement
    /// The reviewer makes claims, which are tested.
    case review
    /// The fixer repairs a candidate.
    case fix
    /// A candidate is verified.
    case verify
}
