import AssayCore
import AssaySupport

/// Finds the folder of the one project that a folder of a repository belongs to.
struct ProjectFolder {
    let tree: FileTree
    let layouts: [(language: Language, layout: ProjectLayout)]
    let choice: ProjectChoice
    /// The repository, for messages.
    let repository: String

    /// Returns the project's folder, relative to the repository's root: the nearest one above that has a build file, else
    /// the one below, else the nearest one above with sources and tests.
    ///
    /// - Throws: `InputError` where there is no project, or several lie below the folder.
    func around(_ start: String) throws -> String {
        var nearest: String?
        var folder = start
        while true {
            let own = tree.below(folder)
            if let detection = try? ProjectDetection(own, layouts: layouts, choice: choice, of: repository), let first = detection.taken.first {
                if first.folder.isEmpty {
                    if first.score >= ProjectEvidence.declares { return folder }
                    if nearest == nil, holdsSources(own, first.layout) { nearest = folder }
                } else if folder == start {
                    return [folder, try single(detection.taken)].filter { !$0.isEmpty }.joined(separator: "/")
                }
            }
            if folder.isEmpty { break }
            folder = folder.contains("/") ? folder.parentFolder : ""
        }
        if let nearest { return nearest }
        // Says what was looked for.
        _ = try ProjectDetection(tree, layouts: layouts, choice: choice, of: repository)
        return ""
    }

    /// Whether a folder holds anything but tests: the folder of a project's tests is no project.
    private func holdsSources(_ tree: FileTree, _ layout: ProjectLayout) -> Bool {
        tree.paths.contains { path in
            layout.markers.contains { FileName.matches(path, $0) } && !layout.tests.contains { FileName.matches(path, $0) }
        }
    }

    private func single(_ found: [DetectedProject]) throws -> String {
        let folders = found.map(\.folder).uniqued()
        guard folders.count == 1 else {
            throw InputError(repository, "holds several projects; name the folder of one of them: \(folders.map { TerminalText.line($0) }.listed())")
        }
        return folders[0]
    }
}
