import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayRepositories
import AssaySuites
import AssaySupport
import AssayToolchains
import AssayVerify

extension VerifyCommand {
    /// Verifies each project of the folder and returns one report on all of them.
    func projectReport() async throws -> ReviewReport {
        let subjects = try await subjects()
        let settings = try settings()
        let progress = Progress(quiet: quiet)
        defer { progress.finish() }
        var context = try await context(for: subjects.map(\.task), settings, telling: progress)
        context.tell = { progress.update($0.words) }
        var parts: [(task: CodingTask, report: ReviewReport)] = []
        for subject in subjects {
            let verifier = context.verifier(for: subject.task, holdoutSeed: holdoutSeed)
            progress.busy("building \(subject.task.id)")
            parts.append((subject.task, try await verifier.verify(subject.candidate, scope: .full, reruns: rerun ?? settings.reruns)))
        }
        guard let report = ReviewReport.combined(parts) else { throw InputError(path, "holds no project") }
        return report
    }

    /// Fetches what the projects of a folder's files depend on, for a Python interpreter.
    func fetchDependencies(of tree: FileTree, in folder: String, for python: String?) async throws {
        try await project.fetching.options.fetch(
            for: tree, of: folder, project.choice, python: python, in: choice.sandbox(settings: settings()))
    }

    /// The projects that are meant; an environment that is named has what they need, unless it is to be fetched.
    private var projects: ProjectChoice {
        var choice = project.choice
        choice.hasPythonEnvironment = python != nil && !project.fetching.isAsked
        return choice
    }

    /// The subjects of the verification: the projects of a folder as they are or changed, or an answer to a task.
    private func subjects() async throws -> [VerificationSubject] {
        try await VerificationSubject.prepare(path, projects) { Console.error($0) }
        if project.fetching.isAsked {
            // As they were before the change, unless its manifests are taken.
            let tree = try await VerificationSubject.manifests(in: path, since: base, patch: patch, project.choice)
            try await fetchDependencies(of: tree, in: path, for: python)
        }
        if let patch { return try await VerificationSubject.patched(path, by: patch, projects) }
        if let base { return try await VerificationSubject.changed(in: path, since: base, projects) }
        guard let suite else { return try await VerificationSubject.projects(path, projects) }
        guard let task else { throw ValidationError(Self.needsTask) }
        return [try VerificationSubject.answer(in: path, to: task, of: suite)]
    }
}
