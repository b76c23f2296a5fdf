import AssaySupport

/// Reads the modules of a Maven build from its pom.xml files; Maven tests them all together.
enum MavenWorkspace {
    /// Returns the workspace at the top of a tree; nil where there is none.
    static func read(_ tree: FileTree) -> ProjectWorkspace? {
        guard let root = tree["pom.xml"] else { return nil }
        var folders: [String] = []
        addModules(of: root, in: "", of: tree, to: &folders)
        guard !folders.isEmpty else { return nil }
        let artifacts = Dictionary(folders.map { (artifact(of: tree["\($0)/pom.xml"] ?? "") ?? $0, $0) }, uniquingKeysWith: { first, _ in first })
        return ProjectWorkspace(
            .maven,
            artifacts.map { name, folder in
                let named = Set(texts(of: "artifactId", in: tree["\(folder)/pom.xml"] ?? ""))
                let hasTests = tree.paths.contains { $0.hasPrefix(folder + "/") && FileName.matches($0, "*Test*.java") }
                return ProjectWorkspace.Member(
                    name, in: folder, selectors: [], dependencies: named.intersection(artifacts.keys).subtracting([name]), tests: hasTests ? .ofWhole : .none)
            })
    }

    /// Adds the folders of the modules that a pom.xml names, and of those that these name, each once however often it is named.
    private static func addModules(of text: String, in folder: String, of tree: FileTree, to folders: inout [String]) {
        for name in texts(of: "module", in: text) {
            guard let path = RelativePath.resolved(name.hasSuffix("/pom.xml") ? String(name.dropLast(8)) : name, in: folder),
                !path.isEmpty, !folders.contains(path), let module = tree["\(path)/pom.xml"]
            else { continue }
            folders.append(path)
            addModules(of: module, in: path, of: tree, to: &folders)
        }
    }

    /// The name of a module: the first `artifactId` outside of what says who its parent is.
    private static func artifact(of text: String) -> String? {
        texts(of: "artifactId", in: text.replacing(/(?s)<parent>.*?<\/parent>/, with: "")).first
    }

    /// The texts of the elements of a name; what is in comments counts as nothing.
    private static func texts(of element: String, in text: String) -> [String] {
        text.replacing(/(?s)<!--.*?-->/, with: "").matches(of: /<(\w+)>([^<]*)<\//).filter { $0.output.1 == element }.map { String($0.output.2).trimmed }
    }
}
