/// What a model is asked to be.
package enum Role: String, Sendable, Codable, CaseIterable {
    case analyst, planner, implementer, reviewer, fixer
}
