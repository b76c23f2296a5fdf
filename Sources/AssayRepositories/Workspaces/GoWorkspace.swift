import AssaySupport

/// Reads a go.work: its modules, and which of them require or replace which.
enum GoWorkspace {
    /// Returns the workspace at the top of a tree; nil where there is none.
    static func read(_ tree: FileTree) -> ProjectWorkspace? {
        guard let text = tree["go.work"] else { return nil }
        let stated = directives(text)
        let folders = stated.filter { $0[0] == "use" && $0.count == 2 }.map { RelativePath.resolved($0[1], in: "") }
        var modules: [(folder: String, name: String, words: [[String]])] = []
        for folder in folders {
            guard let folder else { return ProjectWorkspace(.go, unknown: "go.work uses a folder that is not in the tree") }
            let path = RelativePath.path("go.mod", in: folder)
            let words = tree[path].map(directives) ?? []
            guard let name = words.first(where: { $0[0] == "module" && $0.count == 2 })?[1] else {
                return ProjectWorkspace(.go, unknown: "'\(path)' cannot be read")
            }
            modules.append((folder, name, words))
        }
        let byFolder = Dictionary(modules.map { ($0.folder, $0.name) }, uniquingKeysWith: { $1 })
        let names = Set(byFolder.values)
        return ProjectWorkspace(
            .go,
            modules.map { module in
                let required = module.words.filter { $0[0] == "require" && $0.count > 1 }.map { $0[1] }
                let replaced = module.words.compactMap { replacement(in: $0) }.compactMap { RelativePath.resolved($0, in: module.folder) }
                let needed = Set(required).intersection(names).union(replaced.compactMap { byFolder[$0] }).subtracting([module.name])
                let hasTests = tree.paths.contains { $0.hasSuffix("_test.go") && (module.folder.isEmpty || $0.hasPrefix(module.folder + "/")) }
                let place = module.folder.isEmpty ? "./..." : "./\(module.folder)/..."
                return ProjectWorkspace.Member(module.name, in: module.folder, selectors: [place], dependencies: needed, tests: hasTests ? .own : .none)
            })
    }

    /// The folder by which a directive replaces a module.
    private static func replacement(in words: [String]) -> String? {
        guard words[0] == "replace", let arrow = words.firstIndex(of: "=>"), words.indices.contains(arrow + 1), words[arrow + 1].hasPrefix(".")
        else { return nil }
        return words[arrow + 1]
    }

    /// The directives of a go.mod or go.work as words, those in parentheses each with its verb ("Go Modules Reference", go.dev).
    private static func directives(_ text: String) -> [[String]] {
        var (verb, found) = (nil as String?, [[String]]())
        for line in text.lines {
            let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
            let words = code.split(whereSeparator: \.isWhitespace).map { String($0.trimmingPrefix("\"").trimmingPrefix("`")) }
                .map { $0.hasSuffix("\"") || $0.hasSuffix("`") ? String($0.dropLast()) : $0 }
            guard let first = words.first else { continue }
            if words == [")"] {
                verb = nil
            } else if words.last == "(" {
                verb = first
            } else {
                found.append((verb.map { [$0] } ?? []) + words)
            }
        }
        return found
    }
}
