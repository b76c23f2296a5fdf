package import AssayCore
import AssaySupport
import FoundationEssentials

/// A change to a project: its pristine tree as the task, what differs as the candidate.
package struct RepositoryTask {
    package let task: CodingTask
    package let candidate: Candidate

    /// A folder, and a patch in the form of `git diff`, which only git reads.
    package static func patched(_ folder: String, by patch: String, layouts: [(language: Language, layout: ProjectLayout)]) async throws -> RepositoryTask {
        // Whether it is there and can be read is told before anything is copied.
        _ = try LineFile(patch)
        let scratch = try ScratchFolder(name: "patch")
        try await FolderCopy.contents(of: folder, into: scratch.path)
        let absolute = patch.hasPrefix("/") ? patch : FileManager.default.currentDirectoryPath + "/" + patch
        let applied = try await GitRepository.git(
            ["-C", scratch.path, "apply", "--whitespace=nowarn", absolute], ceiling: scratch.path)
        guard applied.succeeded else {
            throw InputError(patch, "does not apply to \(folder): \(TerminalText.line(applied.error, limit: 300))")
        }
        return try make(pristine: folder, changed: scratch.path, of: folder, layouts)
    }

    /// The working tree of a git repository against one of its revisions.
    package static func changed(in folder: String, since revision: String, layouts: [(language: Language, layout: ProjectLayout)]) async throws
        -> RepositoryTask
    {
        let scratch = try ScratchFolder(name: "base")
        let tree = scratch.path + "/tree"
        try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: false)
        try await GitRepository(at: folder).export(revision, of: folder, to: tree)
        return try make(pristine: tree, changed: folder, of: folder, layouts)
    }

    private static func make(
        pristine: String, changed: String, of folder: String, _ layouts: [(language: Language, layout: ProjectLayout)]
    ) throws -> RepositoryTask {
        let before = try FolderReader.read(pristine)
        let after = try FolderReader.read(changed)
        var task = try ProjectTask.load(pristine, layouts: layouts)
        task.brief.id = FolderReader.name(of: folder)
        let different = after.filtered { before[$0] != after[$0] }
        // New files may be delivered too; what the change deletes is gone.
        task.brief.deliverables += different.paths.filter { before[$0] == nil }
        for path in before.paths where after[path] == nil { task.brief.start.remove(path) }
        return RepositoryTask(task: task, candidate: Candidate(files: different))
    }
}
