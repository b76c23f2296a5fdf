/// What was asked of a repository: all that is needed to make the task again.
package struct RepositoryQuestion: Codable, Sendable, Equatable {
    /// The absolute path of the folder that was named.
    package let folder: String
    /// The object name of the commit that the work starts from.
    package let commit: String
    /// The statement of the task.
    package let statement: String
}
