import AssaySupport

/// The members of a workspace, and which of them depend on which: a value without the files that say so.
package struct ProjectWorkspace: Sendable, Equatable {
    /// A package, module or target that is tested by itself.
    package struct Member: Sendable, Hashable {
        /// Where the tests of a member are.
        package enum Tests: Sendable {
            /// It has tests that can be run without those of the others.
            case own
            /// It has none.
            case none
            /// It has tests that are only run together with those of the whole.
            case ofWhole
        }

        /// The name by which others depend on it.
        package let name: String
        /// The folder that holds its files; empty for the root.
        package let folder: String
        /// The words by which its build tool takes it alone.
        package let selectors: [String]
        /// The names of the members that it depends on.
        package var dependencies: Set<String>
        /// Where its tests are.
        package let tests: Tests

        /// Makes a member.
        package init(_ name: String, in folder: String, selectors: [String], dependencies: Set<String> = [], tests: Tests = .own) {
            (self.name, self.folder, self.selectors, self.dependencies, self.tests) = (name, folder, selectors, dependencies, tests)
        }
    }

    /// What says who its members are.
    package let kind: WorkspaceKind
    /// The members, by name.
    package let members: [Member]
    /// The folders with a manifest of their own that are no member: what depends on them is not known.
    private(set) var foreign: Set<String> = []
    /// Why the members or what they depend on are not known; nil where they are.
    package let unknown: String?

    /// The members that have a folder of their own.
    var inner: [Member] { members.filter { !$0.folder.isEmpty } }

    /// Makes a workspace of members that are known.
    package init(_ kind: WorkspaceKind, _ members: [Member]) {
        (self.kind, unknown) = (kind, nil)
        self.members = members.uniqued().sorted { ($0.name, $0.folder) < ($1.name, $1.folder) }
    }

    /// Makes a workspace of which something is not known.
    package init(_ kind: WorkspaceKind, unknown: String) { (self.kind, members, self.unknown) = (kind, [], unknown) }

    /// Returns the workspace with the folders of a tree that hold a manifest and are no member.
    ///
    /// In members of npm's these are mostly samples of its tests, and at its root everything steers the whole.
    func besides(_ tree: FileTree) -> ProjectWorkspace {
        guard kind != .node else { return self }
        var workspace = self
        workspace.foreign = Set(tree.paths.filter { kind.isManifest($0) }.map(\.parentFolder)).subtracting(members.map(\.folder)).subtracting(["."])
        return workspace
    }

    /// Returns the workspace with the members and dependencies of another state of it, too: what depended on something before a
    /// change is affected by it as well.
    package func joined(with other: ProjectWorkspace) -> ProjectWorkspace {
        guard unknown == nil else { return self }
        guard other.unknown == nil, other.kind == kind else {
            return ProjectWorkspace(kind, unknown: other.unknown ?? "it was another kind of workspace before")
        }
        var dependencies: [String: Set<String>] = [:]
        for member in members + other.members { dependencies[member.name, default: []].formUnion(member.dependencies) }
        var all = ProjectWorkspace(
            kind,
            (members + other.members).map { member in
                var member = member
                member.dependencies = dependencies[member.name] ?? []
                return member
            })
        all.foreign = foreign.union(other.foreign)
        return all
    }

    /// Returns the names of the members that a path belongs to: those of the innermost folder that holds it.
    ///
    /// The root's own folder holds everything, so only sources and tests beneath it are the root member's. What lies in the folder of a
    /// package that is no member belongs to none.
    func owners(of path: String) -> Set<String> {
        guard !foreign.contains(where: { path.hasPrefix($0 + "/") }) else { return [] }
        let holding = members.filter { $0.folder.isEmpty ? kind.isOfRoot(path) : path.hasPrefix($0.folder + "/") }
        let innermost = holding.map(\.folder.utf8.count).max()
        return Set(holding.filter { $0.folder.utf8.count == innermost }.map(\.name))
    }
}
