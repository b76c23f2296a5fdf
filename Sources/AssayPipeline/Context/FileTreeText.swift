import AssaySupport

/// The files of a tree as a list for a model: a line a folder, and folders of little relevance by the number of their files.
struct FileTreeText {
    /// The names of the files of each folder that are listed.
    private var folders: [String: [String]] = [:]
    /// How relevant each folder is.
    private var relevance: [String: Double] = [:]

    /// A folder with more files that the list leaves out is told by their number, whatever room there is.
    private static let mostNames = 60

    /// Takes the paths of a tree and the scores of some of them.
    init(_ paths: [String], scores: [String: Double], named: Set<String> = []) {
        for path in paths {
            let folder = path.parentFolder
            folders[folder, default: []].append(String(path.dropFirst(folder == "." ? 0 : folder.utf8.count + 1)))
            relevance[folder] = max(relevance[folder] ?? 0, named.contains(path) ? .infinity : scores[path] ?? 0)
        }
    }

    /// Returns the list in at most `limit` bytes; folders are opened as far as there is room, the most relevant first.
    func text(limit: Int) -> String {
        var groups = grouped(depth: .max)
        for depth in [6, 5, 4, 3, 2, 1] where groups.reduce(0, { $0 + folded($1.key, $1.value).utf8.count + 1 }) > limit {
            groups = grouped(depth: depth)
        }
        var lines = groups.mapValues { _ in "" }
        for (folder, members) in groups { lines[folder] = folded(folder, members) }
        var left = limit - lines.values.reduce(0) { $0 + $1.utf8.count + 1 }
        let order = groups.keys.sorted { (-best(groups[$0] ?? []), $0) < (-best(groups[$1] ?? []), $1) }
        for folder in order where groups[folder] == [folder] {
            let open = opened(folder)
            let more = open.utf8.count - (lines[folder]?.utf8.count ?? 0)
            guard more <= left, folders[folder]?.count ?? 0 <= Self.mostNames || best([folder]) > 0 else { continue }
            lines[folder] = open
            left -= more
        }
        var list = lines.keys.sorted().compactMap { lines[$0] }
        // Where not even the folders fit, the list ends with their number.
        var size = list.reduce(0) { $0 + $1.utf8.count + 1 }
        var dropped = 0
        while size > max(limit, 0), let last = list.popLast() {
            size -= last.utf8.count + 1
            dropped += 1
        }
        return (list + (dropped > 0 && !list.isEmpty ? ["… and \(dropped) more folders"] : [])).joined(separator: "\n")
    }

    /// The folders that each line stands for: those deeper than `depth` with the folder above.
    private func grouped(depth: Int) -> [String: [String]] {
        Dictionary(grouping: folders.keys.sorted()) { folder in
            folder.split(separator: "/").prefix(depth).joined(separator: "/")
        }
    }

    private func best(_ members: [String]) -> Double { members.map { relevance[$0] ?? 0 }.max() ?? 0 }

    private func opened(_ folder: String) -> String {
        (folder == "." ? "" : folder + "/: ") + (folders[folder] ?? []).sorted().joined(separator: ", ")
    }

    private func folded(_ folder: String, _ members: [String]) -> String {
        let files = members.reduce(0) { $0 + (folders[$1]?.count ?? 0) }
        return "\(folder == "." ? "(top)" : folder + "/") (\(files) \(files == 1 ? "file" : "files"))"
    }
}
