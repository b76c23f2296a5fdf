import FoundationEssentials

/// A set of files by relative path: starting files, tests or a candidate.
///
/// Files are text or bytes, with the mode bit of programs; symbolic links and empty folders are kept as such.
package struct FileTree: Sendable, Equatable, Codable {
    /// What stands at each path; every path is relative, normalised and free of `..`.
    package private(set) var entries: [String: FileEntry]

    /// Makes an empty tree.
    package init() { entries = [:] }

    /// Makes a tree of texts, refusing paths that could leave it.
    package init(_ texts: [String: String]) throws(PathError) {
        for path in texts.keys { try Self.check(path) }
        entries = texts.mapValues { .text($0) }
    }

    /// Reads a JSON object of entries by path; throws for a path that is not plain.
    package init(from decoder: any Decoder) throws {
        self.init()
        for (path, entry) in try decoder.singleValueContainer().decode([String: FileEntry].self) { try set(path, entry) }
    }

    /// Writes a JSON object of entries by path.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(entries)
    }

    /// The paths of files and links in order.
    package var paths: [String] { entries.filter { $0.value != .folder }.keys.sorted() }

    /// The texts of all files of valid UTF-8, by path.
    package var texts: [String: String] { entries.compactMapValues(\.text) }

    /// Whether it has no file.
    package var isEmpty: Bool { entries.isEmpty }

    /// The text of the file at a path; nil where there is none, or where it is no text.
    package subscript(path: String) -> String? { entries[path]?.text }

    /// Returns whether a file or link, of text or not, stands at a path.
    package func contains(_ path: String) -> Bool { entries[path] != nil }

    /// Sets one file of text.
    package mutating func set(_ path: String, _ text: String) throws(PathError) { try set(path, .text(text)) }

    /// Sets what stands at one path; throws for a link that leads out of the tree.
    package mutating func set(_ path: String, _ entry: FileEntry) throws(PathError) {
        try Self.check(path)
        if case .link(let target) = entry, !FileEntry.isInside(link: path, to: target) { throw PathError(path: path + " -> " + target) }
        entries[path] = entry
    }

    /// Removes one file, if it is there.
    package mutating func remove(_ path: String) { entries[path] = nil }

    /// Returns this tree with another laid over it; the other's files win.
    package func overlaid(with other: FileTree) -> FileTree {
        var result = self
        result.entries.merge(other.entries) { _, new in new }
        return result
    }

    /// Returns only the files whose path satisfies the predicate.
    package func filtered(_ keep: (String) -> Bool) -> FileTree {
        var result = FileTree()
        result.entries = entries.filter { keep($0.key) }
        return result
    }

    /// Returns the entries below a folder, with their paths from there; all of them for an empty path.
    package func below(_ folder: String) -> FileTree {
        guard !folder.isEmpty else { return self }
        var result = FileTree()
        let prefix = folder + "/"
        for (path, entry) in entries where path.hasPrefix(prefix) {
            result.entries[String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)] = entry
        }
        return result
    }

    /// Returns the entries with the paths that they have from a folder above: the reverse of `below`.
    package func moved(under folder: String) -> FileTree {
        guard !folder.isEmpty else { return self }
        var result = FileTree()
        for (path, entry) in entries { result.entries["\(folder)/\(path)"] = entry }
        return result
    }

    /// SHA-256 over paths and contents in order.
    ///
    /// What is no plain text carries its kind behind a NUL in its path, which no path contains.
    package var digest: String {
        var digest = Digest()
        for (path, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let mode = entry.isExecutable ? "\0executable" : ""
            switch entry {
            case .text(let text, _):
                digest.add(path + mode)
                digest.add(text)
            case .bytes(let data, _):
                digest.add(path + "\0bytes" + mode)
                digest.add(data)
            case .link(let target):
                digest.add(path + "\0link")
                digest.add(target)
            case .folder:
                digest.add(path + "\0folder")
            }
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
