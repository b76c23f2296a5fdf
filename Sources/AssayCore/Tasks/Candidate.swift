package import AssaySupport

/// An answer to a task: a change to the task's pristine tree.
package struct Candidate: Sendable, Equatable {
    /// The files that the change writes, by path, as a whole.
    package private(set) var files: FileTree
    /// The paths of the pristine tree that the change deletes; none of them is in `files`.
    package private(set) var deleted: Set<String>

    /// Makes a candidate; a file that is written is not deleted.
    package init(files: FileTree, deleted: Set<String> = []) {
        self.files = files
        self.deleted = deleted.filter { !files.contains($0) }
    }

    /// Whether it changes nothing.
    package var isEmpty: Bool { files.isEmpty && deleted.isEmpty }

    /// Every path that the change writes or deletes, in order.
    package var paths: [String] { (files.paths + deleted).sorted() }

    /// SHA-256 of paths and contents; deletions count only where there are any, so that older digests stay.
    package var digest: String {
        deleted.isEmpty ? files.digest : Digest.of(([files.digest] + deleted.sorted()).joined(separator: "\0"))
    }

    /// Returns the tree that the change makes of the given one.
    package func applied(to tree: FileTree) -> FileTree {
        let rest = deleted.isEmpty ? tree : tree.filtered { !deleted.contains($0) }
        return rest.overlaid(with: files)
    }

    /// Returns this change followed by another one, which was made to its result.
    package func followed(by next: Candidate) -> Candidate {
        Candidate(
            files: files.filtered { !next.deleted.contains($0) }.overlaid(with: next.files),
            deleted: deleted.union(next.deleted))
    }
}

extension Candidate: Codable {
    private enum CodingKeys: String, CodingKey { case files, deleted }

    /// Reads a candidate; stored ones of older versions delete nothing.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            files: try values.decode(FileTree.self, forKey: .files),
            deleted: try values.decodeIfPresent(Set<String>.self, forKey: .deleted) ?? [])
    }

    /// Writes a candidate; deletions only where there are any.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(files, forKey: .files)
        if !deleted.isEmpty { try values.encode(deleted.sorted(), forKey: .deleted) }
    }
}
