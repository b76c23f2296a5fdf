import AssaySupport

/// Reads the workspace of a Cargo.toml: its members and the paths by which they depend on each other.
struct CargoWorkspace {
    private let tree: FileTree
    private let root: JSONValue
    private var manifests: [String: JSONValue] = [:]
    /// The folders of dependencies that the root declares for all members, by name.
    private var shared: [String: String] = [:]

    /// Returns the workspace at the top of a tree; nil where there is none.
    static func read(_ tree: FileTree) -> ProjectWorkspace? {
        guard let root = tree["Cargo.toml"].flatMap(ManifestValue.toml), let stated = root["workspace"] else { return nil }
        guard let patterns = FolderPatterns(stated["members"]?.texts ?? []) else {
            return ProjectWorkspace(.cargo, unknown: "the members in Cargo.toml are named by a pattern that is not known here")
        }
        var reader = CargoWorkspace(tree: tree, root: root)
        return reader.workspace(patterns, except: stated["exclude"]?.texts ?? [])
    }

    /// What is said of members that `cargo test` leaves out by itself: with a package at the root it takes that alone.
    static func untested(_ members: [ProjectWorkspace.Member], of tree: FileTree) -> String? {
        guard !members.isEmpty, let root = tree["Cargo.toml"].flatMap(ManifestValue.toml), root["package"] != nil, root["workspace"]?["default-members"] == nil
        else { return nil }
        return "not verified: \(members.map(\.name).listed()); 'cargo test' takes the package at the root alone, --only FOLDER another"
    }

    private init(tree: FileTree, root: JSONValue) { (self.tree, self.root) = (tree, root) }

    private mutating func workspace(_ patterns: FolderPatterns, except: [String]) -> ProjectWorkspace {
        shared = Self.paths(root["workspace"]?["dependencies"], in: "")
        for (_, patches) in root["patch"]?.object ?? [:] { shared.merge(Self.paths(patches, in: "")) { first, _ in first } }
        let excluded = except.compactMap { RelativePath.resolved($0, in: "") }
        func isExcluded(_ folder: String) -> Bool { excluded.contains { folder == $0 || folder.hasPrefix($0 + "/") } }
        let all = tree.folders(holding: "Cargo.toml")
        var waiting = all.filter { patterns.match($0) && !isExcluded($0) } + (root["package"] == nil ? [] : [""])
        var dependencies: [String: Set<String>] = [:]
        while let folder = waiting.popLast() {
            guard manifests[folder] == nil else { continue }
            let path = RelativePath.path("Cargo.toml", in: folder)
            guard let manifest = tree[path].flatMap(ManifestValue.toml), manifest["package"]?["name"]?.text != nil else {
                return ProjectWorkspace(.cargo, unknown: "'\(path)' cannot be read")
            }
            manifests[folder] = manifest
            let needed = Set(self.dependencies(of: manifest, in: folder))
            dependencies[folder] = needed
            // What a member depends on by path is a member, too, unless it is left out.
            waiting += needed.filter { all.contains($0) && !isExcluded($0) }
        }
        let names = manifests.mapValues { $0["package"]?["name"]?.text ?? "" }
        return ProjectWorkspace(
            .cargo,
            names.map { folder, name in
                let needed = Set((dependencies[folder] ?? []).compactMap { names[$0] }).subtracting([name])
                return ProjectWorkspace.Member(name, in: folder, selectors: ["\(folder)#\(name)"], dependencies: needed)
            })
    }

    /// The folders of what a member depends on by path, or by what the root declares.
    private func dependencies(of manifest: JSONValue, in folder: String) -> [String] {
        let tables = [manifest] + (manifest["target"]?.object ?? [:]).values
        let kinds = ["dependencies", "dev-dependencies", "dev_dependencies", "build-dependencies", "build_dependencies"]
        return tables.flatMap { table in
            kinds.flatMap { kind -> [String] in
                let declared = table[kind]
                let own = Self.paths(declared, in: folder)
                let others = (declared?.object ?? [:]).compactMap { key, value in own[key] == nil ? shared[value["package"]?.text ?? key] ?? shared[key] : nil }
                return own.values + others
            }
        }
    }

    private static func paths(_ table: JSONValue?, in folder: String) -> [String: String] {
        (table?.object ?? [:]).compactMapValues { $0["path"]?.text.flatMap { RelativePath.resolved($0, in: folder) } }
    }
}
