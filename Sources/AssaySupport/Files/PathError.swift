/// A path that could leave the tree it was meant for.
package struct PathError: Error, CustomStringConvertible {
    /// The refused path.
    package let path: String
    /// Makes the error of a path.
    package init(path: String) { self.path = path }
    /// The message for people, with the path made printable.
    package var description: String {
        "the path '\(TerminalText.clean(path, limit: 120))' is not a plain relative path; use names without '..', '.', control characters or a leading '/'"
    }
}
