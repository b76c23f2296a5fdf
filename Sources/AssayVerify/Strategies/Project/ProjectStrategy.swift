import AssayCore
import AssaySupport
import AssayToolchains

/// Verifies a project by its toolchain's profile: builds in one jail, tests in another, then runs static checks.
struct ProjectStrategy: VerificationStrategy {
    let builds: BuildEnvironment
    let task: CodingTask
    /// The generator of tests; nil when none are generated.
    let generated: GeneratedTests?
    let references: ReferenceControl
    /// Whether tests are run in a process without the candidate where they can be.
    let isolatesTests: Bool
    /// Whether what passed is run a second time, in other surroundings.
    let isDifferential: Bool

    func evidence(for candidate: Candidate, scope: CheckScope) async throws -> Evidence {
        if task.members?.selectors.isEmpty == true { return nothingAffected(by: candidate) }
        let subject = try await ProjectSubject(candidate, scope, of: task, by: builds, generated: generated)
        let isolated = IsolatedRun(runner: builds.runner, task: task, tests: subject.tests)
        let isIsolated = scope == .full && isolatesTests ? try await isolated.fits(subject.suites, references) : false
        var evidence = Evidence(subject.room)
        evidence.separation = isIsolated ? .isolated : VerdictPolicy.separation(of: task.form, stated: subject.system.tier)
        evidence.holdoutSeed = generated?.seed
        let build = try await build(subject)
        evidence += build.outcome.evidence
        guard build.outcome.compiles else {
            evidence += try missing(build.outcome.needs, subject)
            if scope == .full { try await confirmReference(candidate, FileTree(), subject.system) }
            return evidence
        }
        let session = try await hidingTests(in: build.session, of: subject)
        // Static checks run at the same time, as they do not depend on the tests.
        async let looked = session.staticChecks(subject.room.delivered.isEmpty ? task.brief.start : subject.room.delivered)
        async let symbols = scope == .full && task.reference != nil ? session.shadowedSymbols() : []
        async let inputs = scope == .full ? session.takenTests() : []
        // Where only linking is needed, this starts at once; elsewhere the candidate has to pass its tests first.
        let isCheap = scope == .full && session.route == .direct && !subject.isAuthored
        async let early = isCheap ? impossibleTestRun(for: subject, after: session) : nil
        for suite in subject.suites {
            let run = try await session.run(suite)
            evidence += try missing(run.outcomes.needs, subject)
            evidence += run.evidence(expected: suite.expected, tree: subject.room.tree, hidden: subject.hiddenTests, after: evidence.classes)
        }
        try await confirmReference(for: subject, after: evidence, veiled: session.veilsTests)
        if isIsolated, evidence.verdict == .passed {
            async let impossible = subject.isAuthored ? Evidence() : isolatedImpossibleRun(of: subject)
            evidence.apply(try await runIsolated(subject, by: isolated))
            try await evidence += impossible
        } else if scope == .full, evidence.verdict == .passed, !subject.isAuthored {
            let impossible = isCheap ? try await early : try await impossibleTestRun(for: subject, after: session)
            if let impossible { evidence += try await impossible.evidence() }
            if isDifferential, evidence.verdict == .passed {
                let built = BuiltProject(session: session, suites: subject.suites, tree: subject.room.tree, tests: subject.hiddenTests)
                evidence.apply(try await runDifferentially(built, subject.tests, subject.system))
            }
        }
        if scope == .full, evidence.verdict == .passed { evidence += flagRedefinitions(of: subject) }
        let defined = try await symbols
        if !defined.isEmpty, [.passed, .tamperingSuspected, .unjudgeable].contains(evidence.verdict) {
            evidence += try await flagShadowedTestSymbols(defined, subject.tests, subject.system)
        }
        let taken = try await inputs
        if !taken.isEmpty { evidence += try await flagTakenTests(taken, subject) }
        if evidence.verdict == .passed { evidence.apply(try await rejectVacuousPasses(in: evidence, subject.tests, subject.system)) }
        try await evidence += looked
        let saysWhy = evidence.findings.contains { $0.kind == .test && $0.severity == .error }
        if subject.suites.allSatisfy(\.expected.isEmpty), !saysWhy, !evidence.checks.contains(where: { $0.kind == .test }) {
            evidence.findings.append(Finding(kind: .test, rule: "no-tests", message: "the task's test files declare no test"))
        }
        return evidence
    }

    /// The evidence of a change that affects no member of its workspace: nothing can fail by it, and nothing is run.
    private func nothingAffected(by candidate: Candidate) -> Evidence {
        var evidence = Evidence(CleanRoom(task: task, candidate: candidate, tests: task.brief.visibleTests))
        evidence.separation = VerdictPolicy.separation(of: task.form, stated: .b)
        evidence.classes.insert(.passed)
        evidence.checks.append(.nothingAffected)
        return evidence
    }

    /// A session with the outcome of its build.
    struct Build {
        var session: ProjectSession
        var outcome: BuildOutcome
    }

    /// Builds the candidate with all tests of its scope.
    private func build(_ subject: ProjectSubject) async throws -> Build {
        let isMarked = subject.scope == .full && task.reference != nil
        let markers =
            isMarked
            ? AssertionMarkers(subject.fixedTests.filtered { !subject.room.delivered.contains($0) }, subject.suites, builds.runner.profile) : nil
        let source = ProjectSource(
            tree: subject.room.tree, pristine: subject.pristine, suites: subject.suites, markers: markers,
            generatedTests: Set(subject.generatedTests.paths))
        return try await build(source, subject.system)
    }

    /// Builds a tree.
    ///
    /// Where it may be markers that do not compile, or generated tests without the others, it is built once more without
    /// either. What an earlier session compiled of the very same files is used again.
    private func build(_ source: ProjectSource, _ system: ToolchainProfile.BuildSystem, after earlier: ProjectSession? = nil) async throws -> Build {
        var session = try await ProjectSession(source, of: task, by: builds)
        var outcome = try await session.build(system, after: earlier)
        let changed = source.generatedTests.union(source.markers?.files.paths ?? [])
        if !outcome.compiles, outcome.evidence.findings.contains(where: { $0.kind == .compile && $0.path.map(changed.contains) == true }) {
            var plain = source
            (plain.markers, plain.generatedTests) = (nil, [])
            return try await build(plain, system, after: earlier)
        }
        outcome.evidence.route = session.route
        return Build(session: session, outcome: outcome)
    }

    /// Builds a tree with some test files in the place of its own.
    ///
    /// They contain the same markers as real tests, so that only the expected values differ.
    func built(
        _ tree: FileTree, _ tests: FileTree, _ system: ToolchainProfile.BuildSystem, after earlier: ProjectSession? = nil
    ) async throws -> BuiltProject? {
        let pristine = task.brief.start.overlaid(with: tests)
        let whole = tree.overlaid(with: tests)
        let suites = try await SuiteListing.used(system, in: pristine, and: whole, judged: task.expectation, by: builds)
        let source = ProjectSource(
            tree: whole, pristine: pristine, suites: suites,
            markers: AssertionMarkers(tests, suites, builds.runner.profile))
        let build = try await build(source, system, after: earlier)
        guard build.outcome.compiles else { return nil }
        var session = try build.session.hiding(tests)
        session.veilsTests = earlier?.veilsTests ?? false
        return BuiltProject(session: session, suites: suites, tree: tree, tests: tests)
    }
}

// MARK: The reference

extension ProjectStrategy {
    /// Builds the reference with some tests; nil where there is none.
    func control(_ tests: FileTree, _ system: ToolchainProfile.BuildSystem) async throws -> BuiltProject? {
        guard let reference = task.reference else { return nil }
        return try await built(task.brief.start.overlaid(with: reference), tests, system)
    }

    /// Asks for the reference where tests have failed; generated tests are its to pass only if one of them has.
    private func confirmReference(for subject: ProjectSubject, after evidence: Evidence, veiled: Bool) async throws {
        let failed = Set(evidence.checks.filter { $0.status != .passed }.map(\.id))
        guard subject.scope == .full, !failed.isEmpty else { return }
        let fresh = subject.suites.flatMap(\.expected).filter { subject.generatedTests[$0.path] != nil }.map(\.name)
        try await confirmReference(subject.candidate, failed.isDisjoint(with: fresh) ? FileTree() : subject.generatedTests, subject.system, veiled: veiled)
    }

    /// Throws unless the reference passes on this machine, generated tests too, so that other faults are not the candidate's.
    private func confirmReference(
        _ candidate: Candidate, _ generated: FileTree, _ system: ToolchainProfile.BuildSystem, veiled: Bool = false
    ) async throws {
        // The reference is no control of itself, but of what was generated.
        guard let reference = task.reference, candidate.files != reference || !generated.isEmpty else { return }
        try await references.confirm(task, passes: generated.digest) {
            let tests = task.brief.visibleTests.overlaid(with: task.hidden.files).overlaid(with: generated)
            guard var control = try await control(tests, system) else { return "does not build" }
            control.session.veilsTests = veiled
            let failed = try await control.failures().keys.sorted()
            return failed.isEmpty ? nil : failed.joined(separator: ", ")
        }
    }
}
