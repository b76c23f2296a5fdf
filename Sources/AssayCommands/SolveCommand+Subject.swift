import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayRepositories
import AssaySupport

/// What the task is about: one of a suite, or a commit with what it depends on.
extension SolveCommand {
    /// The task, with notes on a working tree that is not as the commit.
    func subject() async throws -> SolveSubject {
        guard let repo else { return try SolveSubject(task: name ?? "") }
        let subject = try await SolveSubject(repository: repo, statement: TaskStatement.read(task ?? ""))
        guard let work = subject.work else { return subject }
        let status = try await work.repository.status()
        if let what = status.changedWords {
            guard !apply else { throw InputError(repo, "\(what); commit or stash them before --apply") }
            Console.note("note: \(what); the work starts from the commit and leaves the working tree alone")
        }
        if let what = status.untrackedWords { Console.note("note: \(what), so no part of the commit that the work starts from") }
        if !work.place.isEmpty { Console.note("note: the project is the folder \(work.place) of \(work.repository.root)") }
        return subject
    }

    /// The task once more, now with what its commit depends on; throws where that cannot be had, before any model is asked.
    func withDependencies(_ subject: SolveSubject, by file: ProjectFile) async throws -> SolveSubject {
        guard let work = subject.work else { return subject }
        var choice = ProjectChoice()
        // The project is the one that decides; others in its folder are not tested.
        choice.toolchain = subject.task.brief.language.rawValue
        try await Interruption.run { [choice] in
            _ = try await fetching.options.fetch(for: work.committed, of: work.folder, choice, python: python, in: file.sandbox())
        }
        return try await SolveSubject(work.question)
    }
}
