package import AssaySupport

/// The words of all files of a tree, from which relevance to a task follows; made once and brought up to date when files change.
package struct RepositoryIndex: Sendable {
    private(set) var files: [String: IndexedFile] = [:]
    private(set) var table = WordTable()
    /// The paths that are tests, whatever their names say.
    private let tests: Set<String>

    /// Indexes a tree; `tests` names files that are tests whatever their names say.
    package init(_ tree: FileTree, tests: Set<String> = []) {
        self.tests = tests
        update(to: tree)
    }

    /// Brings the index up to date with another tree; only files that differ are read.
    package mutating func update(to tree: FileTree) {
        for path in files.keys where !tree.contains(path) { files[path] = nil }
        for (path, entry) in tree.entries where entry != .folder && files[path]?.entry != entry {
            let role = FileRole(path, entry)
            files[path] = IndexedFile(path, entry, role: role != .excluded && tests.contains(path) ? .test : role, &table)
        }
    }

    /// The role of a file; nil where none stands at the path.
    package func role(of path: String) -> FileRole? { files[path]?.role }

    /// Returns the files that each file uses and how strongly: by what it imports, and by names that one or two files declare.
    func uses() -> [String: [String: Double]] {
        var byStem: [Int: [String]] = [:]
        var owners: [Int: [String]] = [:]
        let readable = files.filter { $0.value.role.weight > 0 }
        for (path, file) in readable.sorted(by: { $0.key < $1.key }) {
            byStem[file.stem, default: []].append(path)
            if file.role != .test { for name in file.declared { owners[name, default: []].append(path) } }
        }
        owners = owners.filter { $0.value.count <= 2 }
        return readable.reduce(into: [:]) { result, item in
            var used: [String: Double] = [:]
            for line in item.value.imports { for path in imported(by: line, in: item.key, byStem) where path != item.key { used[path, default: 0] += 2 } }
            for word in item.value.mentioned {
                guard let found = owners[word], !item.value.declared.contains(word) else { continue }
                for path in found where path != item.key { used[path, default: 0] += 1 / Double(found.count) }
            }
            if !used.isEmpty { result[item.key] = used }
        }
    }

    /// The files that a line names: those of this name whose folder it names too, else of the same folder, else the only one.
    private func imported(by line: [Int], in path: String, _ byStem: [Int: [String]]) -> [String] {
        let words = Set(line)
        let folder = path.parentFolder
        return line.flatMap { word -> [String] in
            guard let found = byStem[word] else { return [] }
            let named = found.filter { files[$0].map { words.contains($0.folder) } ?? false }
            if !named.isEmpty { return Array(named.prefix(2)) }
            let beside = found.filter { $0.parentFolder == folder }
            return beside.isEmpty ? (found.count == 1 ? found : []) : beside
        }
    }
}
