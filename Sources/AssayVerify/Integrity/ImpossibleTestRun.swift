import AssayCore
import AssaySupport
import AssayToolchains

/// A candidate with impossible tests, built and ready to run.
struct ImpossibleTestRun: Sendable {
    let impossible: ImpossibleTestFiles
    let built: BuiltProject

    /// Runs the tests; who passes what cannot be passed has not solved anything.
    func evidence() async throws -> Evidence { impossible.evidence(try await built.outcome()) }
}

extension ProjectStrategy {
    /// Test files with impossible tests that the reference is known to fail; nil where none can be had.
    ///
    /// Visible tests stay as they are, as far as there are hidden ones: who knows them would see that they were changed. Opposite
    /// assertions are left out where the tests do not compile with them.
    func impossibleTestFiles(for subject: ProjectSubject) async throws -> ImpossibleTestFiles? {
        guard task.reference != nil else { return nil }
        for tests in [task.hidden.files, subject.fixedTests] where !tests.isEmpty {
            for negates in [true, false] {
                guard let some = ImpossibleTests.of(tests, task.brief.language, negates: negates) else { continue }
                let changed = subject.fixedTests.overlaid(with: some)
                // Tests in delivered files belong to the candidate and are not changed.
                guard !some.paths.contains(where: { subject.room.delivered.contains($0) }) else { continue }
                let ids = try await references.failing(task, changed) {
                    guard let control = try await control(changed, subject.system) else { return [] }
                    return Set(try await control.statuses().filter { $0.value == .failed }.keys)
                }
                if !ids.isEmpty { return ImpossibleTestFiles(files: changed, ids: ids) }
            }
        }
        return nil
    }

    /// Builds the candidate with impossible tests; nil where none can be had or it does not build.
    func impossibleTestRun(for subject: ProjectSubject, after earlier: ProjectSession) async throws -> ImpossibleTestRun? {
        let tree = task.brief.start.overlaid(with: subject.room.delivered)
        guard let impossible = try await impossibleTestFiles(for: subject),
            let built = try await built(tree, impossible.files, subject.system, after: earlier)
        else { return nil }
        return ImpossibleTestRun(impossible: impossible, built: built)
    }

    /// Runs impossible tests in a process without the candidate, whose objects may be equal to whatever they are compared with.
    func isolatedImpossibleRun(of subject: ProjectSubject) async throws -> Evidence {
        guard let impossible = try await impossibleTestFiles(for: subject) else { return Evidence() }
        let isolated = IsolatedRun(runner: builds.runner, task: task, tests: impossible.files)
        let pristine = task.brief.start.overlaid(with: impossible.files)
        let suites = try await SuiteListing.used(
            subject.system, in: pristine, and: subject.room.tree.overlaid(with: impossible.files), judged: task.expectation, by: builds)
        var evidence = Evidence()
        for suite in suites {
            guard let run = try await isolated.run(suite, subject.room.tree) else { continue }
            evidence += impossible.evidence(run.evidence(expected: suite.expected, tree: subject.room.tree, hidden: impossible.files))
        }
        return evidence
    }
}
