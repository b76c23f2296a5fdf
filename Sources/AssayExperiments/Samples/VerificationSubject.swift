import AssayConfiguration
package import AssayCore
package import AssayRepositories
import AssaySuites
package import AssaySupport
import AssayToolchains

/// The subject of `assay verify` in a folder: a task and a candidate for it.
package struct VerificationSubject: Sendable {
    /// The task with its checks.
    package let task: CodingTask
    /// The files that are judged.
    package let candidate: Candidate

    /// The projects of a folder as they are: their own tests are the checks.
    package static func projects(_ folder: String, _ choice: ProjectChoice) async throws -> [VerificationSubject] {
        try await ProjectTask.all(in: folder, layouts: ToolchainProfile.layouts(), choice: reading(choice, in: folder)).map {
            VerificationSubject(task: $0, candidate: Candidate(files: FileTree()))
        }
    }

    /// A folder with a patch in the form of `git diff`, for each of its projects.
    package static func patched(_ folder: String, by patch: String, _ choice: ProjectChoice) async throws -> [VerificationSubject] {
        try await RepositoryTask.patched(folder, by: patch, isAuthored: true, layouts: ToolchainProfile.layouts(), choice: reading(choice, in: folder)).map(
            changed)
    }

    /// A folder in which some files are written anew, for each of its projects.
    package static func replaced(_ folder: String, with files: FileTree, _ choice: ProjectChoice) async throws -> [VerificationSubject] {
        try await RepositoryTask.replaced(folder, with: files, layouts: ToolchainProfile.layouts(), choice: reading(choice, in: folder)).map(changed)
    }

    /// The changes of a working tree since a git revision, for each of its projects.
    package static func changed(in folder: String, since revision: String, _ choice: ProjectChoice) async throws -> [VerificationSubject] {
        try await RepositoryTask.changed(in: folder, since: revision, layouts: ToolchainProfile.layouts(), choice: reading(choice, in: folder))
            .map(changed)
    }

    /// Fetches what a Swift package depends on, where the choice says so.
    package static func prepare(_ folder: String, _ choice: ProjectChoice, say: (String) -> Void) async throws {
        guard choice.resolves else { return }
        let tree = try await ProjectFiles.contents(of: folder).tree
        try await SwiftDependencies.resolve(tree.below(choice.only.map { PathName.normalized($0) } ?? ""), of: folder, say: say)
    }

    /// The files whose manifests say what a folder depends on: those before a change, unless the choice takes the change's own.
    package static func manifests(in folder: String, since revision: String?, patch: String?, _ choice: ProjectChoice) async throws -> FileTree {
        if let revision, !choice.takesChangedManifests { return try await GitRepository.contents(of: revision, in: folder).tree }
        if let patch, choice.takesChangedManifests { return try await RepositoryTask.files(of: folder, changedBy: patch) }
        return try await ProjectFiles.contents(of: folder).tree
    }

    /// A choice that reads what a project's own file says.
    static func reading(_ choice: ProjectChoice, in folder: String) -> ProjectChoice {
        var choice = choice
        let path = "\(folder)/\(ProjectSection.file)"
        choice.commands = { try ProjectSection.read($0, of: path) }
        choice.recipe = { try ProjectSection.recipe($0, of: path) }
        return choice
    }

    private static func changed(_ change: RepositoryTask) -> VerificationSubject {
        VerificationSubject(task: change.task, candidate: change.candidate)
    }

    /// A folder that answers one task of a suite.
    package static func answer(in folder: String, to task: String, of suite: String) throws -> VerificationSubject {
        VerificationSubject(task: try SuiteLoader.task(task, of: suite), candidate: Candidate(files: try FolderReader.read(folder)))
    }
}
