package import AssayCore
import AssayRepositories
import AssaySuites
import AssaySupport
import AssayToolchains

/// The subject of `assay verify` in a folder: a task and a candidate for it.
package struct VerificationSubject: Sendable {
    /// The task with its checks.
    package let task: CodingTask
    /// The files that are judged.
    package let candidate: Candidate

    /// A folder as it is: its own tests are the checks.
    package static func project(_ folder: String) async throws -> VerificationSubject {
        VerificationSubject(task: try await ProjectTask.load(folder, layouts: ToolchainProfile.layouts()), candidate: Candidate(files: FileTree()))
    }

    /// A folder with a patch in the form of `git diff`.
    package static func patched(_ folder: String, by patch: String) async throws -> VerificationSubject {
        let change = try await RepositoryTask.patched(folder, by: patch, isAuthored: true, layouts: ToolchainProfile.layouts())
        return VerificationSubject(task: change.task, candidate: change.candidate)
    }

    /// The changes of a working tree since a git revision.
    package static func changed(in folder: String, since revision: String) async throws -> VerificationSubject {
        let change = try await RepositoryTask.changed(in: folder, since: revision, layouts: ToolchainProfile.layouts())
        return VerificationSubject(task: change.task, candidate: change.candidate)
    }

    /// A folder that answers one task of a suite.
    package static func answer(in folder: String, to task: String, of suite: String) throws -> VerificationSubject {
        VerificationSubject(task: try SuiteLoader.task(task, of: suite), candidate: Candidate(files: try FolderReader.read(folder)))
    }
}
