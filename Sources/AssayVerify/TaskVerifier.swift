package import AssayCore
import AssaySupport
import AssayToolchains

/// Judges candidates of one task: picks the strategy of the task's form and makes a report of its evidence.
package struct TaskVerifier: Verifier {
    let context: VerificationContext
    /// The task that candidates are judged by.
    package let task: CodingTask
    /// The seed of generated test cases; nil means a new one for each verification.
    let holdoutSeed: UInt64?

    /// Judges a candidate, unless the verdict is known from before.
    package func verify(
        _ candidate: Candidate, scope: CheckScope
    ) async throws(HarnessError) -> ReviewReport {
        // A project before a change is verified once, whether it is asked for itself or to hold a change against.
        let isBefore = isProject && candidate.files.isEmpty && task.deleted.isEmpty
        return if isBefore { try await before(scope) } else { try await kept(candidate, scope) }
    }

    /// Judges, unless the verdict is known from before.
    private func kept(_ candidate: Candidate, _ scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        let key = try context.cacheKey(task, candidate, scope)
        let clock = ContinuousClock()
        let start = clock.now
        if let key, var known = context.cache?.report(key) {
            known.duration = (clock.now - start).seconds
            return known
        }
        let report = try await judge(candidate, scope)
        if let key { context.cache?.keep(report, key) }
        return report
    }

    /// Verifies some times more, without the cache; a verdict or a check that changes is flaky.
    package func verify(
        _ candidate: Candidate, scope: CheckScope, reruns: Int
    ) async throws(HarnessError) -> ReviewReport {
        guard reruns > 0 else { return try await verify(candidate, scope: scope) }
        let first = try await judge(candidate, scope)
        var others: [ReviewReport] = []
        for _ in 0..<reruns { others.append(try await judge(candidate, scope)) }
        return VerdictPolicy.report(first, after: others)
    }

    /// Judges without the cache.
    package func judge(
        _ candidate: Candidate, _ scope: CheckScope
    ) async throws(HarnessError) -> ReviewReport {
        let clock = ContinuousClock()
        let start = clock.now
        let toolchain = try context.toolchain(language)
        try await confirmRecipe()
        let baseline = try await baseline(of: candidate, scope)
        let strategy = try strategy(scope, after: baseline)
        var evidence = try await HarnessError.wrapping { try await strategy.evidence(for: candidate, scope: scope) }
        if let baseline { evidence = baseline.compared(evidence) }
        return try report(evidence, on: candidate, scope: scope, by: toolchain, seconds: (clock.now - start).seconds)
    }

    /// Throws where what the task's recipe asks for is not installed, which is no candidate's fault.
    private func confirmRecipe() async throws(HarnessError) {
        guard let recipe = task.recipe else { return }
        let check = RecipeCheck(runner: try context.runner(language), recipe: recipe)
        _ = try await HarnessError.wrapping {
            try await context.recipes.value(for: "\(language.rawValue) \(recipe)") {
                try await check.confirm()
                return true
            }
        }
    }

    /// Returns what the project's runner says of the tree before a change; nil for a suite's task, and for a project as it is.
    private func baseline(of candidate: Candidate, _ scope: CheckScope) async throws(HarnessError) -> Baseline? {
        guard isProject, !candidate.isEmpty || !task.deleted.isEmpty else { return nil }
        let tests = task.brief.visibleTests
        let edited = tests.paths.filter { candidate.files.contains($0) && candidate.files.entries[$0] != tests.entries[$0] }
        let report = try await before(scope)
        return Baseline(report: report, allowsTestChanges: task.allowsTestChanges, editedTests: task.allowsTestChanges ? edited : [])
    }

    /// Whether it is a project, whose own runner decides.
    private var isProject: Bool { if case .project = task.form { task.expectation == .asRunnerSays } else { false } }

    /// Returns the report on a project before any change, made once for all changes, whatever is asked of them.
    private func before(_ scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        var before = task.beforeChange
        // What a model is asked decides nothing here.
        (before.brief.title, before.brief.statement, before.brief.conventions) = ("", "", "")
        let (key, verifier) = (Digest.of(before.digest, scope.rawValue), context.verifier(for: before))
        return try await HarnessError.wrapping {
            try await context.baselines.value(for: key) {
                try await verifier.kept(Candidate(files: FileTree()), scope)
            }
        }
    }

    /// Returns the report that follows from evidence, including notes for a person to inspect whatever the verdict.
    func report(
        _ evidence: Evidence, on candidate: Candidate, scope: CheckScope, by toolchain: ResolvedToolchain, seconds: Double
    ) throws(HarnessError) -> ReviewReport {
        var evidence = evidence
        if scope == .full {
            let delivered = candidate.files.filtered { task.brief.mayDeliver($0) && task.brief.start.entries[$0] != candidate.files.entries[$0] }
            evidence.findings += Tripwires.findings(delivered, try context.toolchain(task.brief.language).profile.tripwires ?? [])
        }
        return evidence.report(
            on: candidate, of: task, scope: scope, limits: context.limits, toolchain: toolchain.description, seconds: seconds)
    }

    /// The language whose toolchain judges.
    private var language: Language { task.form.isPythonFunction ? .python : task.brief.language }

    /// The way to judge that the task's form asks for.
    private func strategy(_ scope: CheckScope, after baseline: Baseline? = nil) throws(HarnessError) -> any VerificationStrategy {
        switch task.form {
        case .pythonFunction, .pythonModule: return try pythonFunctions()
        case .calls(let functions): return try calls(functions, scope)
        case .streams: return try calls([.program], scope)
        case .project:
            return ProjectStrategy(
                builds: try context.builds(language, after: baseline), task: task, generated: try generated(scope), references: context.references,
                isolatesTests: context.isolatesTests, isDifferential: context.isDifferential)
        case .program(let prefix, let example):
            return ProgramStrategy(
                builds: try context.builds(language), task: task, prefix: prefix, example: example, isDifferential: context.isDifferential)
        case .script(let directory, let seconds):
            return ScriptStrategy(runner: try context.runner(language), task: task, directory: directory, seconds: seconds)
        case .unjudgeable(let reason): return UnjudgeableStrategy(reason: reason)
        }
    }

    private func pythonFunctions() throws(HarnessError) -> PythonFunctionStrategy {
        PythonFunctionStrategy(
            python: try context.runner(.python), task: task, references: context.references,
            isDifferential: context.isDifferential, optionalChecks: context.optionalChecks)
    }

    /// Whether the task's own reference fails a hidden test of a Python function, which then judges nobody.
    func referenceFailsOracle() async throws(HarnessError) -> Bool {
        let strategy = try pythonFunctions()
        return try await HarnessError.wrapping { try await strategy.referenceFailsOracle() }
    }

    private func calls(_ functions: [CallFunction], _ scope: CheckScope) throws(HarnessError) -> CallsStrategy {
        CallsStrategy(
            builds: try context.builds(language), task: task, functions: functions, generated: try generated(scope),
            references: context.references)
    }

    /// Returns the generator of the task's test cases; nil when the scope has none.
    private func generated(_ scope: CheckScope) throws(HarnessError) -> GeneratedTests? {
        guard scope == .full, let generator = task.hidden.generator else { return nil }
        return GeneratedTests(
            python: try context.runner(.python), task: task.id, generator: generator,
            seed: holdoutSeed ?? UInt64.random(in: 0...UInt64(Int64.max)))
    }
}

// MARK: What reviews and plans ask

extension TaskVerifier {
    /// Runs single calls on a candidate; nil unless the task is one of functions in one Python file.
    package func probe(
        _ candidate: Candidate, _ calls: [String]
    ) async throws(HarnessError) -> [ProbeResult]? {
        guard task.brief.takesCalls else { return nil }
        var results: [ProbeResult] = []
        for call in calls {
            let strategy = try pythonFunctions()
            let value = try await HarnessError.wrapping { try await strategy.value(of: call, candidate) }
            results.append(ProbeResult(call: call, value: value))
        }
        return results
    }

    /// Returns those of the given modules that the toolchain lacks; nil when that is not known.
    package func missing(_ modules: [String]) async throws(HarnessError) -> [String]? {
        let check = ImportCheck(runner: try context.runner(task.brief.language), task: task)
        return try await HarnessError.wrapping { try await check.missing(modules) }
    }

    /// Runs one more test file on a candidate and returns how its tests ended; nil where it has no place.
    package func check(_ candidate: Candidate, test source: String) async throws(HarnessError) -> AddedTestOutcome? {
        guard case .project = task.form, let path = AddedTest.path(of: source, beside: task.brief) else { return nil }
        var extended = task
        do {
            try extended.brief.visibleTests.set(path, source)
        } catch {
            throw HarnessError(.suite, "a test cannot stand at '\(path)'")
        }
        let known = Set(try await verify(candidate, scope: .visible).checks.map(\.id))
        let report = try await context.verifier(for: extended).judge(candidate, .visible)
        return AddedTest.outcome(in: report, at: path, beside: known)
    }
}
