package import AssayCore
package import AssaySupport
import FoundationEssentials

/// A change to a project, as a task of the original tree and a candidate of the changed files.
package struct RepositoryTask {
    /// The task: the tree before the change, checked by its own tests.
    package var task: CodingTask
    /// The files that the change adds or edits.
    package let candidate: Candidate

    /// A file of the change where its task has a folder of tests, which a change that is no person's cannot take away.
    package var replacedFolder: String? {
        let tests = task.brief.visibleTests.paths
        return candidate.files.paths.first { path in tests.contains { $0.hasPrefix(path + "/") } }
    }

    /// Makes the tasks of a folder and a patch in the format of `git diff`; throws when the patch does not apply.
    ///
    /// The tests that judge may come by a patch of their own. A person's change is `isAuthored`: it may edit and delete tests and
    /// files that steer the build, which a model's may not. With a `revision` the folder is read as it was committed, and with
    /// `settings` that text is its `assay.yaml`, whatever a patch does there.
    package static func patched(
        _ folder: String, at revision: String? = nil, by patch: String, tests testPatch: String = "", settings: String? = nil, isAuthored: Bool,
        layouts: [(language: Language, layout: ProjectLayout)],
        choice: ProjectChoice = ProjectChoice()
    ) async throws
        -> [RepositoryTask]
    {
        var isFolder = false
        // Whether it is there and can be read is told before anything is copied.
        guard FileManager.default.fileExists(atPath: patch, isDirectory: &isFolder), !isFolder, FileManager.default.isReadableFile(atPath: patch) else {
            throw InputError(patch, "\(isFolder ? "is a folder" : "cannot be read"); name a patch in the form of 'git diff'", kind: .missing)
        }
        let before = if let revision { try await GitRepository.contents(of: revision, in: folder) } else { try await ProjectFiles.contents(of: folder) }
        var (old, new) = (before, try await applied(patch, to: before.tree, of: folder))
        if !testPatch.isEmpty { (old, new) = try await tested(before, new, by: testPatch, of: folder) }
        if let settings {
            try old.tree.set(ProjectSettings.file, settings)
            try new.tree.set(ProjectSettings.file, settings)
        }
        return try make(old, new, of: folder, isAuthored: isAuthored, layouts: layouts, choice: choice)
    }

    /// The files before and after a change, both with the tests that a patch of their own brings.
    private static func tested(
        _ before: FolderContents, _ after: FolderContents, by testPatch: String, of folder: String
    ) async throws -> (old: FolderContents, new: FolderContents) {
        let scratch = try ScratchFolder(name: "tests")
        let tests = scratch.path + "/test_patch.diff"
        try Files.write(testPatch, to: tests)
        var (old, new) = (before, after)
        old.tree = try await applied(tests, to: before.tree, of: folder).tree
        for path in Set(old.tree.paths + before.tree.paths) where old.tree.entries[path] != before.tree.entries[path] {
            // What the tests' patch touches is as it leaves it, whatever the other patch did there.
            if let entry = old.tree.entries[path] { try new.tree.set(path, entry) } else { new.tree.remove(path) }
        }
        return (old, new)
    }

    /// The files of a folder as a patch leaves them.
    package static func files(of folder: String, changedBy patch: String) async throws -> FileTree {
        try await applied(patch, to: ProjectFiles.contents(of: folder).tree, of: folder).tree
    }

    /// Applies a patch to files in a folder of their own.
    private static func applied(_ patch: String, to tree: FileTree, of folder: String) async throws -> FolderContents {
        let scratch = try ScratchFolder(name: "patch")
        try FolderWriter.write(tree, to: scratch.path)
        let absolute = patch.hasPrefix("/") ? patch : FileManager.default.currentDirectoryPath + "/" + patch
        try await GitRepository.apply(absolute, to: scratch.path, named: patch, of: folder)
        return try FolderReader.contents(of: scratch.path, withToolFolders: true)
    }

    /// Makes the tasks of the working tree of a git repository, compared with one of its revisions.
    package static func changed(
        in folder: String, since revision: String, layouts: [(language: Language, layout: ProjectLayout)], choice: ProjectChoice = ProjectChoice()
    ) async throws
        -> [RepositoryTask]
    {
        let after = try await ProjectFiles.contents(of: folder)
        _ = try await GitRepository(at: folder)
        let before = try await GitRepository.contents(of: revision, in: folder)
        return try make(before, after, of: folder, isAuthored: true, layouts: layouts, choice: choice)
    }

    /// Makes the tasks of a folder in which some files are written anew, compared with the folder as it is.
    package static func replaced(
        _ folder: String, with files: FileTree, layouts: [(language: Language, layout: ProjectLayout)], choice: ProjectChoice = ProjectChoice()
    ) async throws
        -> [RepositoryTask]
    {
        let before = try await ProjectFiles.contents(of: folder)
        var after = before
        after.tree = before.tree.overlaid(with: files)
        return try make(before, after, of: folder, isAuthored: true, layouts: layouts, choice: choice)
    }

    private static func make(
        _ before: FolderContents, _ after: FolderContents, of folder: String, isAuthored: Bool, layouts: [(language: Language, layout: ProjectLayout)],
        choice: ProjectChoice
    ) throws -> [RepositoryTask] {
        let manifests = choice.takesChangedManifests ? after.tree : before.tree
        let changes = try ProjectTask.make(before, of: folder, layouts: layouts, choice: choice, manifests: manifests).map { task in
            change(of: task, isAuthored: isAuthored, before.tree.below(task.folder), after.tree.below(task.folder), choice)
        }
        // The tests that a data set names may be those of any member.
        guard isAuthored, !choice.testsEverything else { return changes }
        return narrowed(
            changes.map { change in
                let (old, new) = (before.tree.below(change.task.folder), after.tree.below(change.task.folder))
                let tests = layouts.filter { $0.language == change.task.brief.language }.flatMap(\.layout.tests)
                return change.narrowed(from: old, to: new, tests: tests)
            })
    }

    /// The change of one of the folder's projects.
    private static func change(
        of project: CodingTask, isAuthored: Bool, _ old: FileTree, _ new: FileTree, _ choice: ProjectChoice
    ) -> RepositoryTask {
        var task = project
        let different = new.filtered { new.entries[$0] != .folder && old.entries[$0] != new.entries[$0] }
        // The change may add files, so they are deliverables too; files that it deletes are not put back.
        task.brief.deliverables += different.paths.filter { !old.contains($0) }
        task.allowsTestChanges = isAuthored
        let tests = task.brief.visibleTests
        let deleted = old.filtered { old.entries[$0] != .folder && !new.contains($0) && (isAuthored || !tests.contains($0)) }
        for path in deleted.paths {
            task.brief.start.remove(path)
            task.brief.visibleTests.remove(path)
        }
        task.deleted = deleted
        let manifests = PackageManager(of: task.brief.language).map { manager in different.paths.filter(manager.isManifest) } ?? []
        if !manifests.isEmpty, !choice.takesChangedManifests {
            task.notes.append("the change edits \(manifests.listed()): it is judged with the dependencies of the original; --allow-manifest takes its own")
        }
        return RepositoryTask(task: task, candidate: Candidate(files: different))
    }
}
