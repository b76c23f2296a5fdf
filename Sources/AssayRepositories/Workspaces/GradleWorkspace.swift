import AssaySupport

/// Reads the modules of a Gradle build from its texts, which are programs: what is not written out plainly is not known.
enum GradleWorkspace {
    /// Returns the workspace at the top of a tree; nil where there is none.
    static func read(_ tree: FileTree) -> ProjectWorkspace? {
        guard let text = tree["settings.gradle"] ?? tree["settings.gradle.kts"] else { return nil }
        let settings = GradleText(text)
        let paths = settings.arguments(of: "include")
        guard !paths.isEmpty else { return nil }
        if ["projectDir", "includeBuild", "includeFlat", "each", "forEach"].contains(where: settings.words.contains) {
            return ProjectWorkspace(.gradle, unknown: "settings.gradle places its modules by code, which is not run to know them")
        }
        let root = GradleText(["build.gradle", "build.gradle.kts"].lazy.compactMap { tree[$0] }.first ?? "")
        let isShared = root.words.contains("apply") && root.words.contains("from")
        if isShared || !root.accessors.isEmpty || root.arguments(of: "project").contains(where: { $0.hasPrefix(":") }) {
            return ProjectWorkspace(.gradle, unknown: "the root's build.gradle says what modules depend on, which is not run to know it")
        }
        // Modules above others exist as well.
        let all = paths.map { ":" + $0.split(separator: ":").joined(separator: ":") }
        let names = Set(all)
        var members: [ProjectWorkspace.Member] = []
        for name in names.sorted() {
            let folder = String(name.dropFirst()).replacing(":", with: "/")
            let build = ["build.gradle", "build.gradle.kts"].lazy.compactMap { tree["\(folder)/\($0)"] }.first ?? ""
            guard let needed = dependencies(GradleText(build), of: names) else {
                return ProjectWorkspace(.gradle, unknown: "what \(name) depends on is not written out in its build.gradle")
            }
            let hasTests = tree.paths.contains { $0.hasPrefix(folder + "/") && FileName.matches($0, "*Test*.java") }
            members.append(
                ProjectWorkspace.Member(name, in: folder, selectors: [folder], dependencies: needed.subtracting([name]), tests: hasTests ? .own : .none))
        }
        return ProjectWorkspace(.gradle, members)
    }

    /// The modules that a build script names: `project(':a')`, or `projects.a` as accessors are written.
    private static func dependencies(_ build: GradleText, of names: Set<String>) -> Set<String>? {
        var needed: Set<String> = []
        for path in build.arguments(of: "project") {
            // A key of a map, such as the configuration beside a path.
            if path.hasPrefix(":") { needed.insert(path) }
        }
        let accessors = Dictionary(names.map { (accessor(of: $0), $0) }, uniquingKeysWith: { $1 })
        for accessor in build.accessors {
            guard let name = accessors[accessor] else { return nil }
            needed.insert(name)
        }
        return needed.isSubset(of: names) ? needed : nil
    }

    /// The accessor of a module: `:core:json-io` is `core.jsonIo`.
    private static func accessor(of name: String) -> String {
        name.split(separator: ":").map { part in
            let words = part.split { "-_".contains($0) }
            return words.enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.prefix(1).uppercased() + $0.element.dropFirst() }.joined()
        }.joined(separator: ".")
    }
}
