/// A folder of the user's machine that the jails of a project show read-only, such as its installed packages.
package struct SharedFolder: Sendable, Equatable {
    /// The path from the project's folder at which it is shown.
    package let path: String
    /// The folder on the host.
    package let host: String
    /// What tells one state of it from another.
    package let state: String

    /// Makes a shared folder.
    package init(path: String, host: String, state: String) { (self.path, self.host, self.state) = (path, host, state) }
}
