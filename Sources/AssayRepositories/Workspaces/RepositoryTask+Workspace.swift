import AssayCore
import AssaySupport

extension ProjectWorkspace {
    /// Returns the workspace at the top of a project's tree; nil where the project is no workspace.
    ///
    /// `tests` are the patterns of the language's test files.
    static func read(_ tree: FileTree, language: Language, tests: [String]) -> ProjectWorkspace? {
        let workspace: ProjectWorkspace? =
            switch language {
            case .rust: CargoWorkspace.read(tree)
            case .javascript: NodeWorkspace.read(tree, tests: tests)
            case .go: GoWorkspace.read(tree)
            case .swift: SwiftWorkspace.read(tree)
            case .python: UvWorkspace.read(tree, tests: tests)
            case .java: GradleWorkspace.read(tree) ?? MavenWorkspace.read(tree)
            default: nil
            }
        return workspace?.besides(tree)
    }
}

extension RepositoryTask {
    /// Returns the changes of the projects that a change touches, where several projects lie side by side.
    static func narrowed(_ changes: [RepositoryTask]) -> [RepositoryTask] {
        let untouched = changes.filter { !$0.task.folder.isEmpty && $0.isUntouched }
        var kept = changes.filter { change in !untouched.contains { $0.task.folder == change.task.folder } }
        // What lies outside of all of them may steer each.
        guard !untouched.isEmpty, !kept.isEmpty else { return changes }
        kept[0].task.notes.append("not affected: \(untouched.map(\.task.folder).uniqued().listed(atMost: 8)); --all tests everything")
        return kept
    }

    private var isUntouched: Bool { candidate.files.isEmpty && task.deleted.isEmpty }

    /// Returns the change as one of the members of its workspace that it affects; the report says which, and why.
    func narrowed(from before: FileTree, to after: FileTree, tests: [String]) -> RepositoryTask {
        let language = task.brief.language
        // The project's own command tests what it tests.
        guard task.commands == nil, !isUntouched, let now = ProjectWorkspace.read(after, language: language, tests: tests) else { return self }
        let old =
            ProjectWorkspace.read(before, language: language, tests: tests) ?? ProjectWorkspace(now.kind, unknown: "it was no workspace before the change")
        let paths = candidate.files.paths + task.deleted.paths
        var whole = now.joined(with: old)
        var affected = whole.affected(by: paths) { document in whole.members(mentioning: document, in: after) }
        if let names = affected.names {
            let members = whole.members.filter { names.contains($0.name) }
            if let first = members.first(where: { $0.tests == .ofWhole }) {
                whole = ProjectWorkspace(now.kind, unknown: "the tests of \(first.name) are run with those of the whole alone")
            } else if !members.isEmpty, !members.contains(where: { $0.tests == .own }) {
                whole = ProjectWorkspace(now.kind, unknown: "no test is of \(names.sorted().listed()) alone")
            }
            affected = whole.unknown.map { .everything(because: $0) } ?? affected
        }
        var change = self
        change.task.notes.append(whole.words(on: affected))
        guard let names = affected.names else { return change }
        // What cargo leaves out by itself is now told with the rest.
        let leftOut = CargoWorkspace.untested(old.inner, of: before)
        change.task.notes.removeAll { $0 == leftOut }
        func selectors(_ workspace: ProjectWorkspace) -> [String] {
            // Words such as `--filter` stand before each of them.
            workspace.members.filter { names.contains($0.name) && $0.tests == .own }.map(\.selectors).uniqued().flatMap(\.self)
        }
        change.task.members = TestedMembers(selectors(now), before: selectors(old))
        if now.kind == .gradle { change.leaveOut(whole, testing: names) }
        return change
    }

    /// Leaves out what is not compiled for the tests of some members: compilers of Java are given files, not modules.
    private mutating func leaveOut(_ workspace: ProjectWorkspace, testing names: Set<String>) {
        let needed = workspace.needed(by: names)
        func isNeeded(_ path: String) -> Bool {
            let owners = workspace.owners(of: path)
            guard path.hasSuffix(".java"), !owners.isEmpty, owners.isDisjoint(with: names) else { return true }
            return !owners.isDisjoint(with: needed) && !path.contains("/src/test/") && !FileName.matches(path, "*Test*.java")
        }
        task.brief.start = task.brief.start.filtered(isNeeded)
        task.brief.visibleTests = task.brief.visibleTests.filtered(isNeeded)
    }
}

extension ProjectWorkspace {
    /// The names of some members and of all that they depend on, however far.
    func needed(by names: Set<String>) -> Set<String> {
        var (needed, next) = (names, names)
        while !next.isEmpty {
            next = members.filter { next.contains($0.name) }.reduce(into: Set()) { $0.formUnion($1.dependencies) }.subtracting(needed)
            needed.formUnion(next)
        }
        return needed
    }

    /// The members whose sources or manifests name a document that lies outside of all members.
    func members(mentioning document: String, in tree: FileTree) -> Set<String> {
        let names = tree.texts.filter { path, text in
            guard !WorkspaceDocument.contains(path) else { return false }
            let isRoot = kind.isOfRoot(path) && members.contains { $0.folder.isEmpty && owners(of: path).contains($0.name) }
            return text.contains("../" + document) || isRoot && text.contains(document)
        }
        return names.keys.reduce(into: []) { $0.formUnion(owners(of: $1)) }
    }

    /// What a report says of what is tested and why.
    func words(on affected: AffectedMembers) -> String {
        switch affected {
        case .everything(let why): return "tested: everything, as \(why)"
        case .some(let changed, let dependent, let unaffected):
            let own = Set(members.filter { $0.tests == .own }.map(\.name))
            let touched = changed.intersection(own).sorted()
            let others = dependent.filter { own.contains($0.key) }.sorted { $0.key < $1.key }.map { "\($0.key) (depends on \($0.value))" }
            let untested = changed.subtracting(own).sorted().map { "\($0) (changed, without tests of its own)" }
            let tested = (touched.isEmpty ? [] : ["\(touched.listed(atMost: 8)) (changed)"]) + (others.isEmpty ? [] : [others.listed(atMost: 8)])
            let parts = [
                "tested: \(tested.isEmpty ? "nothing, as no member is affected" : tested.joined(separator: ", "))",
                untested.isEmpty ? nil : untested.listed(), unaffected.isEmpty ? nil : "not affected: \(unaffected.sorted().listed(atMost: 8))",
                "--all tests everything",
            ]
            return parts.compactMap(\.self).joined(separator: "; ")
        }
    }
}
