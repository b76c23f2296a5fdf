package import AssayCore
package import AssayRepositories
import AssaySuites
package import AssaySupport
import AssayToolchains

/// The one task of `assay solve`: that of a suite, or a change to a git repository.
package struct SolveSubject: Sendable {
    /// The task with its checks.
    package let task: CodingTask
    /// The path of the suite, or of the folder of the repository.
    package let place: String
    /// The repository; nil for a task of a suite.
    package let work: RepositoryWork?

    /// Finds a task that is named `SUITE/TASK`.
    package init(task name: String) throws(InputError) {
        (place, task) = try SuiteLoader.named(name)
        work = nil
    }

    /// Makes a task of the last commit of the repository around a folder.
    package init(repository folder: String, statement: String) async throws {
        let work = try await RepositoryWork.open(
            folder, statement: statement, layouts: ToolchainProfile.layouts(), choice: VerificationSubject.reading(ProjectChoice(), in: folder))
        self.init(work)
    }

    /// Makes the task of a stored question again.
    package init(_ question: RepositoryQuestion) async throws {
        let choice = VerificationSubject.reading(ProjectChoice(), in: question.folder)
        self.init(try await RepositoryWork.open(question, layouts: ToolchainProfile.layouts(), choice: choice))
    }

    private init(_ work: RepositoryWork) { (task, place, self.work) = (work.task, work.question.folder, work) }
}
