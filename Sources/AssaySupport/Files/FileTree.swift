/// A set of text files by relative path: starting files, tests or a candidate.
package struct FileTree: Sendable, Equatable, Codable {
    /// Contents by path; every path is relative, normalised and free of `..`.
    package private(set) var files: [String: String]

    /// Makes an empty tree.
    package init() { files = [:] }

    /// Makes a tree, refusing paths that could leave it.
    package init(_ files: [String: String]) throws(PathError) {
        for path in files.keys { try Self.check(path) }
        self.files = files
    }

    /// Reads a JSON object of texts by path; throws for a path that is not plain.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        try self.init(container.decode([String: String].self))
    }

    /// Writes a JSON object of texts by path.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(files)
    }

    /// The paths in order.
    package var paths: [String] { files.keys.sorted() }

    /// Whether it has no file.
    package var isEmpty: Bool { files.isEmpty }

    /// The text of the file at a path; nil where there is none.
    package subscript(path: String) -> String? { files[path] }

    /// Sets one file.
    package mutating func set(_ path: String, _ text: String) throws(PathError) {
        try Self.check(path)
        files[path] = text
    }

    /// Removes one file, if it is there.
    package mutating func remove(_ path: String) { files[path] = nil }

    /// Returns this tree with another laid over it; the other's files win.
    package func overlaid(with other: FileTree) -> FileTree {
        var result = self
        result.files.merge(other.files) { _, new in new }
        return result
    }

    /// Returns only the files whose path satisfies the predicate.
    package func filtered(_ keep: (String) -> Bool) -> FileTree {
        var result = FileTree()
        result.files = files.filter { keep($0.key) }
        return result
    }

    /// SHA-256 over paths and contents in order.
    package var digest: String {
        var digest = Digest()
        for path in paths {
            digest.add(path)
            digest.add(files[path] ?? "")
        }
        return digest.hex
    }

    /// Throws unless the path is relative, normalised and made of printable characters.
    package static func check(_ path: String) throws(PathError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let bad = parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
        let strange = path.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        if bad || strange || path.utf8.count > 512 { throw PathError(path: path) }
    }
}

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
