import AssaySupport

/// Reads the workspace of uv in a pyproject.toml: its packages, and which of them name which as dependency.
struct UvWorkspace {
    private let tree: FileTree
    /// Patterns of the names of test files.
    private let tests: [String]
    private var manifests: [String: JSONValue] = [:]

    /// Returns the workspace at the top of a tree; nil where there is none.
    static func read(_ tree: FileTree, tests: [String]) -> ProjectWorkspace? {
        guard let root = tree["pyproject.toml"].flatMap(ManifestValue.toml), let stated = root["tool"]?["uv"]?["workspace"] else { return nil }
        guard let folders = FolderPatterns(stated["members"]?.texts ?? [], except: stated["exclude"]?.texts ?? []) else {
            return ProjectWorkspace(.uv, unknown: "the members in pyproject.toml are named by a pattern that is not known here")
        }
        var reader = UvWorkspace(tree: tree, tests: tests)
        if root["project"] != nil { reader.manifests[""] = root }
        for folder in tree.folders(holding: "pyproject.toml") where !folder.isEmpty && folders.match(folder) {
            let path = RelativePath.path("pyproject.toml", in: folder)
            guard let manifest = tree[path].flatMap(ManifestValue.toml), manifest["project"]?["name"]?.text != nil else {
                return ProjectWorkspace(.uv, unknown: "'\(path)' cannot be read")
            }
            reader.manifests[folder] = manifest
        }
        if let path = tree.paths.first(where: { path in tests.contains { FileName.matches(path, $0) } && reader.owner(of: path) == nil }) {
            return ProjectWorkspace(.uv, unknown: "'\(path)' is a test of no member, and may be one of any")
        }
        return reader.workspace
    }

    private init(tree: FileTree, tests: [String]) { (self.tree, self.tests) = (tree, tests) }

    private var workspace: ProjectWorkspace {
        func name(_ folder: String) -> String { Self.normalized(manifests[folder]?["project"]?["name"]?.text ?? folder) }
        let names = Set(manifests.keys.map(name))
        return ProjectWorkspace(
            .uv,
            manifests.map { folder, manifest in
                // What a build backend works out may be any of them.
                let isOpen = manifest["project"]?["dynamic"]?.texts?.contains { $0.hasSuffix("dependencies") } == true
                let asked = isOpen ? names : Set(Self.requirements(of: manifest).map(Self.required)).intersection(names)
                let sources = (manifest["tool"]?["uv"]?["sources"]?.object ?? [:]).values.compactMap { $0["path"]?.text }
                let linked = sources.compactMap { RelativePath.resolved($0, in: folder) }.filter { manifests[$0] != nil }.map(name)
                let places = selectors(of: folder)
                return ProjectWorkspace.Member(
                    name(folder), in: folder, selectors: places, dependencies: asked.union(linked).subtracting([name(folder)]),
                    tests: places.isEmpty ? .none : .own)
            })
    }

    /// Everything that a package asks for, in any group.
    private static func requirements(of manifest: JSONValue) -> [String] {
        let project = manifest["project"]
        let groups = [project?["optional-dependencies"], manifest["dependency-groups"]].flatMap { ($0?.object ?? [:]).values.flatMap { $0.texts ?? [] } }
        let lists = [project?["dependencies"], manifest["build-system"]?["requires"], manifest["tool"]?["uv"]?["dev-dependencies"]]
        return groups + lists.flatMap { $0?.texts ?? [] }
    }

    /// The name in a requirement such as `words[fast] >= 1; python_version > "3.9"` (PEP 508).
    private static func required(_ requirement: String) -> String {
        let plain = requirement.drop { $0.isWhitespace }
        return normalized(String(plain.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }))
    }

    /// A name as PEP 503 compares it.
    private static func normalized(_ name: String) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }

    /// What pytest is given: the package's folder or, of the package at the root, the folders and files that hold its tests.
    private func selectors(of folder: String) -> [String] {
        let own = tree.paths.filter { path in tests.contains { FileName.matches(path, $0) } && owner(of: path) == folder }
        if own.isEmpty { return [] }
        return folder.isEmpty ? own.map { path in path.split(separator: "/").first.map(String.init) ?? path }.uniqued() : [folder]
    }

    private func owner(of path: String) -> String? {
        manifests.keys.filter { $0.isEmpty || path.hasPrefix($0 + "/") }.max { $0.utf8.count < $1.utf8.count }
    }
}
