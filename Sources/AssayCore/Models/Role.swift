/// The role in which a model is asked.
package enum Role: String, Sendable, Codable, CaseIterable {
    case analyst, planner, implementer, reviewer, fixer
}
