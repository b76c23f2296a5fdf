package import AssayCore
import AssaySupport
import FoundationEssentials

/// A change to a project, as a task of the original tree and a candidate of the changed files.
package struct RepositoryTask {
    /// The task: the tree before the change, checked by its own tests.
    package let task: CodingTask
    /// The files that the change adds or edits.
    package let candidate: Candidate

    /// Makes the task of a folder and a patch in the format of `git diff`; throws when the patch does not apply.
    package static func patched(_ folder: String, by patch: String, layouts: [(language: Language, layout: ProjectLayout)]) async throws -> RepositoryTask {
        var isFolder = false
        // Whether it is there and can be read is told before anything is copied.
        guard FileManager.default.fileExists(atPath: patch, isDirectory: &isFolder), !isFolder, FileManager.default.isReadableFile(atPath: patch) else {
            throw InputError(patch, "\(isFolder ? "is a folder" : "cannot be read"); name a patch in the form of 'git diff'", kind: .missing)
        }
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

    /// Makes the task of the working tree of a git repository, compared with one of its revisions.
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
        // The change may add files, so they are deliverables too; files that it deletes are not put back.
        task.brief.deliverables += different.paths.filter { before[$0] == nil }
        for path in before.paths where after[path] == nil { task.brief.start.remove(path) }
        return RepositoryTask(task: task, candidate: Candidate(files: different))
    }
}
