package import AssaySupport

/// An answer to a task: files laid over the task's pristine tree.
package struct Candidate: Sendable, Equatable, Codable {
    package var files: FileTree
    package init(files: FileTree) { self.files = files }
    package var digest: String { files.digest }
}
