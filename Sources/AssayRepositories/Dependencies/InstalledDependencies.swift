import AssayCore
import AssaySupport
import FoundationEssentials

/// What a package manager has put beside a project: shown read-only to the project's jails.
struct InstalledDependencies {
    /// The project's files, with those that say what is installed.
    private(set) var tree: FileTree
    /// The folders of what is installed.
    private(set) var shared: [SharedFolder] = []

    /// Looks beside a project of a folder, and in what `--resolve` has fetched.
    init(of project: DetectedProject, in tree: FileTree, folder: String) {
        self.tree = tree
        let own = folder.hasPrefix("/") ? folder : FileManager.default.currentDirectoryPath + "/" + folder
        let place = PathName.normalized([own, project.folder].filter { !$0.isEmpty }.joined(separator: "/"))
        switch project.language {
        case .javascript, .typescript: addModules(at: place)
        case .swift: addCheckouts(at: place)
        default: break
        }
    }

    /// What npm has installed.
    private mutating func addModules(at place: String) {
        let name = "node_modules"
        guard Self.isFolder("\(place)/\(name)"), !tree.paths.contains(where: { $0.hasPrefix(name + "/") }) else { return }
        let state = FileManager.default.contents(atPath: "\(place)/\(name)/.package-lock.json").map { Digest.of(String(decoding: $0, as: UTF8.self)) }
        shared.append(SharedFolder(path: name, host: "\(place)/\(name)", state: state ?? "unknown"))
    }

    /// What SwiftPM has checked out: the sources, its own note of what they are, and the versions it chose.
    private mutating func addCheckouts(at place: String) {
        let (build, checkouts, state, resolved) = (".build", ".build/checkouts", ".build/workspace-state.json", "Package.resolved")
        guard !tree.contains(state) else { return }
        for origin in [place, SwiftDependencies.kept(for: tree)] {
            guard Self.isFolder("\(origin)/\(checkouts)"), let known = FileManager.default.contents(atPath: "\(origin)/\(state)"),
                var filled = try? tree.adding(state, FileEntry(known)).adding(checkouts, .folder)
            else { continue }
            if !tree.contains(resolved), let versions = FileManager.default.contents(atPath: "\(origin)/\(resolved)") {
                filled = (try? filled.adding(resolved, FileEntry(versions))) ?? filled
            }
            tree = filled
            shared.append(SharedFolder(path: checkouts, host: "\(origin)/\(checkouts)", state: Digest.of(build, String(decoding: known, as: UTF8.self))))
            return
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }
}

extension FileTree {
    fileprivate func adding(_ path: String, _ entry: FileEntry) throws(PathError) -> FileTree {
        var tree = self
        try tree.set(path, entry)
        return tree
    }
}
