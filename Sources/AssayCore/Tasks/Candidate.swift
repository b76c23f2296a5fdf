package import AssaySupport

/// An answer to a task: files laid over the task's pristine tree.
package struct Candidate: Sendable, Equatable, Codable {
    /// The files by path.
    package let files: FileTree
    /// Makes a candidate of files.
    package init(files: FileTree) { self.files = files }
    /// SHA-256 of paths and contents.
    package var digest: String { files.digest }
}
