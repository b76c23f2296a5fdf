import AssayCore
import AssaySupport

/// The files of a task as an attempt has left them so far: the pristine tree and every change since.
///
/// Each answer is a change to the tree that its prompt showed; nothing is laid over the pristine tree again.
struct WorkTree: Sendable, Equatable {
    /// The pristine tree.
    let start: FileTree
    /// All changes together, as a change to the pristine tree.
    private(set) var change = Candidate(files: FileTree())

    /// The files as they are now.
    var files: FileTree { change.applied(to: start) }

    /// Returns the tree after one more change.
    func with(_ next: Candidate) -> WorkTree {
        var tree = self
        let all = change.followed(by: next)
        tree.change = Candidate(files: all.files, deleted: all.deleted.filter { start.contains($0) })
        return tree
    }
}
