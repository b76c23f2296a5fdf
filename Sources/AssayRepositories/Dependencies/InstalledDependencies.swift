import AssayCore
import AssaySupport
import FoundationEssentials

/// What a package manager has put beside a project: shown read-only to the project's jails.
struct InstalledDependencies {
    /// The project's files, with those that say what is installed.
    private(set) var tree: FileTree
    /// The folders of what is installed.
    private(set) var shared: [SharedFolder] = []
    /// What was fetched for the project, apart from it; nil where nothing was.
    private(set) var layer: DependencyLayer?

    /// Takes what was fetched for a project's manifests, and else looks beside it; of a Swift package also in what `--resolve` has
    /// fetched, and first there if it was asked for.
    ///
    /// Nothing is followed that the project could have made a link: what lies elsewhere on the machine is not the project's.
    init(of project: DetectedProject, in tree: FileTree, manifests: FileTree, folder: String, choice: ProjectChoice) {
        self.tree = tree
        let own = folder.hasPrefix("/") ? folder : FileManager.default.currentDirectoryPath + "/" + folder
        let place = PathName.normalized([own, project.folder].filter { !$0.isEmpty }.joined(separator: "/"))
        if let manager = PackageManager(of: project.language), !(manager == .pip && choice.hasPythonEnvironment),
            let layer = DependencyLayer(for: manifests, manager), add(layer)
        {
            return
        }
        switch project.language {
        case .javascript, .typescript:
            // Of a workspace each package may have some of its own.
            let members = ProjectWorkspace.read(tree, language: .javascript, tests: project.layout.tests)?.members.map(\.folder) ?? []
            for folder in [""] + members { addModules(in: folder, at: place) }
        case .swift:
            let kept = SwiftDependencies.kept(for: tree)
            addCheckouts(from: choice.resolves ? [kept, place] : [place, kept])
        default: break
        }
    }

    /// Shows what was fetched; false where the project has something else in its place.
    private mutating func add(_ layer: DependencyLayer) -> Bool {
        let place = layer.facts.manager.place
        guard !tree.paths.contains(where: { $0.hasPrefix(place + "/") }) else { return false }
        self.layer = layer
        if layer.facts.manager == .swift {
            addCheckouts(from: [layer.content])
        } else {
            shared.append(SharedFolder(path: place, host: layer.content, state: layer.facts.digest))
        }
        return true
    }

    /// What a package manager of JavaScript has installed in a folder of the project.
    private mutating func addModules(in folder: String, at place: String) {
        let path = RelativePath.path("node_modules", in: folder)
        guard FolderState.holdsFolder(path, in: place), !tree.paths.contains(where: { $0.hasPrefix(path + "/") }) else { return }
        let host = "\(place)/\(path)"
        let installed = FolderReader.content(of: host + "/.package-lock.json").map { Digest.of(String(decoding: $0, as: UTF8.self)) }
        shared.append(SharedFolder(path: path, host: host, state: installed ?? FolderState.digest(of: host)))
    }

    /// What SwiftPM has checked out: the sources, its own note of what they are, and the versions it chose.
    private mutating func addCheckouts(from origins: [String]) {
        let (checkouts, state, resolved) = (".build/checkouts", ".build/workspace-state.json", "Package.resolved")
        guard !tree.contains(state) else { return }
        for origin in origins where FolderState.holdsFolder(checkouts, in: origin) {
            guard let known = FolderReader.content(of: "\(origin)/\(state)"),
                var filled = try? tree.adding(state, FileEntry(known)).adding(checkouts, .folder)
            else { continue }
            if !tree.contains(resolved), let versions = FolderReader.content(of: "\(origin)/\(resolved)") {
                filled = (try? filled.adding(resolved, FileEntry(versions))) ?? filled
            }
            tree = filled
            let host = "\(origin)/\(checkouts)"
            shared.append(SharedFolder(path: checkouts, host: host, state: FolderState.digest(of: host)))
            return
        }
    }
}

extension FileTree {
    fileprivate func adding(_ path: String, _ entry: FileEntry) throws(PathError) -> FileTree {
        var tree = self
        try tree.set(path, entry)
        return tree
    }
}
