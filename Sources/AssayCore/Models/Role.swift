/// The role in which a model is asked.
package enum Role: String, Sendable, Codable, CaseIterable {
    /// Analyses the statement, and confirms or denies claims of the reviewer.
    case analyst
    /// Plans the work in stages.
    case planner
    /// Writes the files.
    case implementer
    /// Reviews plans and code.
    case reviewer
    /// Repairs candidates whose checks failed.
    case fixer
}
