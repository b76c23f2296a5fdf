import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains

/// The result of one build.
struct BuildOutcome {
    /// Whether the candidate compiles.
    let compiles: Bool
    var evidence: Evidence
    /// What is not installed, in the build's own words.
    var needs: [TestOutcomes.Need] = []

    /// Adds the check of a build to the evidence of its commands.
    init(compiles: Bool, seconds: Double, _ commands: Evidence) {
        var evidence = commands
        evidence.checks.append(CheckResult(id: "build", kind: .build, status: compiles ? .passed : .failed, seconds: seconds))
        if !compiles && !evidence.isLimited { evidence.classes.insert(.compileError) }
        self.compiles = compiles
        self.evidence = evidence
    }
}

extension ProjectSession {
    /// Builds a project by its build system, or directly if that is known to be the same.
    ///
    /// `earlier` has built another tree, from which modules are taken whose files are the same there.
    mutating func build(_ system: ToolchainProfile.BuildSystem, after earlier: ProjectSession? = nil) async throws -> BuildOutcome {
        if let rules = profile.directBuild, rules.buildSystem == system.id {
            if let outcome = try await buildDirectly(rules, after: earlier) { return outcome }
            route = .toolchain
        }
        template.environment = system.environment ?? [:]
        buildLimits = runner.limits.build(of: profile, by: system)
        compilingLimits = runner.limits.compilingTest(of: profile, by: system, usual: Self.usualLimits(of: task))
        missing = system.missing ?? []
        if system.template == true { try await startFromTemplate(system) }
        return try await build(steps(of: system))
    }

    /// The steps of a build that a project needs.
    ///
    /// What C code, macros and plugins read while they are compiled or run, not every compiler tells. So code that could take in tests is built
    /// before those are there.
    private func steps(of system: ToolchainProfile.BuildSystem) throws -> [ToolchainProfile.Step] {
        try system.build.filter { step in
            guard let rules = step.beforeTests else { return true }
            guard task.expectation == .strict, !hiddenTests.isEmpty else { return false }
            return try rules.contains { name, text in
                let pattern = try Regex(text)
                return source.tree.paths.contains { FileName.matches($0, name) && source.tree[$0]?.contains(pattern) == true }
            }
        }
    }

    /// Runs the steps of a build until one fails.
    mutating func build(_ steps: [ToolchainProfile.Step]) async throws -> BuildOutcome {
        var evidence = Evidence()
        var seconds = 0.0
        var needs: [TestOutcomes.Need] = []
        for step in steps {
            for repetition in try repetitions(of: step, testFiles) {
                let run = try await runBuild(step, repetition.template)
                evidence += run.evidence
                seconds += run.result.usage.wallSeconds
                needs += run.needs
                if !run.result.succeeded || !needs.isEmpty {
                    var outcome = BuildOutcome(compiles: false, seconds: seconds, evidence)
                    let said = run.result.errorText + run.result.outputText
                    outcome.needs = try needs + missing.flatMap { try $0.needs(in: said) }
                    return outcome
                }
            }
        }
        return BuildOutcome(compiles: true, seconds: seconds, evidence)
    }

    /// Builds without the toolchain's own build system; nil when only that can give a result.
    private mutating func buildDirectly(_ rules: ToolchainProfile.DirectBuild, after earlier: ProjectSession?) async throws -> BuildOutcome? {
        let used = source.suites.compactMap(\.suite.id)
        let direct = DirectSwiftBuild(builds: builds)
        guard let plan = try await direct.plan(pristine: source.pristine, tree: marked, suites: used, generated: source.generatedTests)
        else { return nil }
        try workspace.write(plan.files)
        var filled = template
        filled.lists["modules"] = plan.modules
        filled.lists["testModules"] = plan.tests
        filled.lists["suites"] = plan.artifacts.keys.sorted()
        var mounts = [builds.compiledTests.mount]
        if let earlier, earlier.route == .direct, plan.sources(of: marked) == plan.sources(of: earlier.marked) {
            mounts.append(.readOnly(host: earlier.workspace.path + "/.assay", inside: "/built"))
        }
        let run = try await runBuild(rules.build, filled, and: mounts)
        let compiles = run.result.succeeded
        if compiles { try await builds.compiledTests.keep(plan, from: workspace) }
        // The driver ends with 1 for an error in the code; what else stops it is not the candidate's fault yet.
        guard compiles || run.result.exitCode == 1 || run.result.limitHit != nil else { return nil }
        suiteArtifacts = plan.artifacts
        route = .direct
        return BuildOutcome(compiles: compiles, seconds: run.result.usage.wallSeconds, run.evidence)
    }

    /// Lays the workspace over a kept build of the pristine tree, so that only what differs is built.
    private mutating func startFromTemplate(_ system: ToolchainProfile.BuildSystem) async throws {
        let session = self
        var pristine = renamed.applied(to: source.markers.map { source.pristine.overlaid(with: $0.files) } ?? source.pristine)
        var steps = try steps(of: system)
        if steps.contains(where: { $0.beforeTests != nil }) {
            // What is kept is there before the tests, too.
            steps.removeAll { $0.beforeTests == nil }
            for path in hiddenTests { try pristine.set(path, "") }
        }
        let needed = steps
        let kept = BuildTemplate(runner: runner, pristine: pristine) { place in
            try needed.map { try session.command($0, session.template, at: place, limits: session.runner.buildLimits) }
        }
        guard let base = try await kept.folder() else { return }
        // What is as it was keeps its time, so that it is not built again.
        if try await builds.layers.work(over: base) {
            workspace = try Workspace.layer(name: profile.id)
            self.base = base
            try workspace.write(marked, over: base)
        } else {
            try await FolderCopy.contents(of: base, into: workspace.path)
            try workspace.write(marked)
        }
    }

    /// Runs one command of a build and reads what it says.
    private mutating func runBuild(
        _ step: ToolchainProfile.Step, _ filled: CommandTemplate, and mounts: [SandboxMount] = []
    ) async throws -> (result: SandboxResult, evidence: Evidence, needs: [TestOutcomes.Need]) {
        var command = try command(step, filled, at: buildPlace, limits: buildLimits)
        command.mounts += mounts
        command.environment.merge(try await inputEnvironment()) { $1 }
        let hidden = step.beforeTests == nil ? [] : hiddenTests
        workspace.empty(hidden.sorted(), isLayer: base != nil)
        let watch = TestFileWatch(task.expectation == .strict ? testFiles : [], in: workspace.path)
        let result = renamed.restored(try await runner.sandbox.run(command))
        // Builds try to use a network, which they are denied on purpose.
        var evidence = Evidence(result, of: command, subject: "the build", ignoring: ["socket"], networkIsAdvisory: task.expectation == .asRunnerSays)
        let output = step.parser.read(result, name: source.name, nonce: nonce)
        artifacts = (artifacts + output.artifacts).uniqued()
        var said = Evidence.diagnostics(output.diagnostics, in: source.tree, kind: .compile)
        if !result.succeeded && !output.diagnostics.contains(where: { $0.severity == .error }) && result.limitHit == nil {
            let words = BuildEnd.words(result.outputText + "\n" + result.errorText)
            said.findings.append(
                Finding(kind: .compile, rule: "build", message: words.isEmpty ? "the build ended with status \(result.exitCode ?? -1) and said nothing" : words)
            )
        }
        evidence += said.attributed(to: command)
        evidence += watch.evidence
        if !hidden.isEmpty { try workspace.write(marked.filtered(hidden.contains)) }
        return (result, evidence, output.outcomes.needs)
    }
}
