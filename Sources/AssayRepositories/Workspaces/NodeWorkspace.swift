import AssayCore
import AssaySupport

/// Reads the workspaces of npm, Yarn and pnpm: their packages, and which of them name which as dependency.
struct NodeWorkspace {
    private let tree: FileTree
    /// Patterns of the names of test files.
    private let tests: [String]
    private var manifests: [String: JSONValue] = [:]

    /// Returns the workspace at the top of a tree; nil where there is none.
    static func read(_ tree: FileTree, tests: [String]) -> ProjectWorkspace? {
        guard let patterns = patterns(of: tree) else { return nil }
        guard let folders = FolderPatterns(patterns) else {
            return ProjectWorkspace(.node, unknown: "the packages of the workspace are named by a pattern that is not known here")
        }
        var reader = NodeWorkspace(tree: tree, tests: tests)
        for folder in tree.folders(holding: "package.json") where !folder.isEmpty && folders.match(folder) {
            let path = RelativePath.path("package.json", in: folder)
            guard let manifest = tree[path].flatMap(ManifestValue.json), manifest.object != nil else {
                return ProjectWorkspace(.node, unknown: "'\(path)' cannot be read")
            }
            reader.manifests[folder] = manifest
        }
        if let path = tree.paths.first(where: reader.isTestOfRoot) {
            return ProjectWorkspace(.node, unknown: "'\(path)' is a test of no package, and may be one of any")
        }
        return reader.workspace
    }

    private init(tree: FileTree, tests: [String]) { (self.tree, self.tests) = (tree, tests) }

    /// The patterns of the folders of packages; nil where no workspace is declared.
    private static func patterns(of tree: FileTree) -> [String]? {
        if let pnpm = tree["pnpm-workspace.yaml"] { return ManifestValue.yamlLists(pnpm)?["packages"] }
        guard let stated = tree["package.json"].flatMap(ManifestValue.json)?["workspaces"] else { return nil }
        return stated.texts ?? stated["packages"]?.texts
    }

    private var workspace: ProjectWorkspace {
        func name(_ folder: String) -> String { manifests[folder]?["name"]?.text ?? folder }
        let names = Set(manifests.keys.map(name))
        return ProjectWorkspace(
            .node,
            manifests.map { folder, manifest in
                let kinds = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]
                var needed: Set<String> = []
                for (dependency, version) in kinds.flatMap({ Array(manifest[$0]?.object ?? [:]) }) {
                    // A package manager links a package of the workspace wherever its name is asked for.
                    if names.contains(dependency) { needed.insert(dependency) }
                    if let place = Self.path(version.text ?? "").flatMap({ RelativePath.resolved($0, in: folder) }), manifests[place] != nil {
                        needed.insert(name(place))
                    }
                }
                return ProjectWorkspace.Member(
                    name(folder), in: folder, selectors: [folder], dependencies: needed.subtracting([name(folder)]), tests: found(in: folder))
            })
    }

    /// The folder in a version such as `file:../a` or `link:../a`.
    private static func path(_ version: String) -> String? {
        ["file:", "link:", "portal:", "workspace:"].first(where: version.hasPrefix).map { String(version.dropFirst($0.count)) }
            .flatMap { $0.hasPrefix(".") ? $0 : nil }
    }

    /// A package is tested by its own script; test files without one are the business of the root.
    private func found(in folder: String) -> ProjectWorkspace.Member.Tests {
        if let script = manifests[folder]?["scripts"]?["test"]?.text, !script.contains("no test specified") { return .own }
        return tree.paths.contains { $0.hasPrefix(folder + "/") && isTest(String($0.dropFirst(folder.count + 1))) } ? .ofWhole : .none
    }

    /// Whether a path looks like a test that lies outside of all packages.
    private func isTestOfRoot(_ path: String) -> Bool { isTest(path) && !manifests.keys.contains { path.hasPrefix($0 + "/") } }

    private func isTest(_ path: String) -> Bool {
        if path.split(separator: "/").contains("node_modules") { return false }
        let endings = [".test.ts", ".test.tsx", ".spec.ts", ".spec.tsx", ".test.jsx", ".spec.js"]
        return endings.contains(where: path.hasSuffix) || tests.contains { FileName.matches(path, $0) }
    }
}
