import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// One candidate in one workspace: the steps of a profile, filled in and run.
struct ProjectSession {
    let context: VerificationContext
    let toolchain: ResolvedToolchain
    private let tree: FileTree
    /// The tree that is built: its tests may hold notes.
    private let noted: FileTree
    private let notes: AssertionMarkers?
    /// Test files that are nobody else's, and can do without the others.
    private let apart: Set<String>
    private let pristine: FileTree
    let task: CodingTask
    private let name: String
    var workspace: Workspace
    /// The folder over which the workspace lies, if over one.
    private var base: String?
    private let nonce = UUID().uuidString
    let cache: SandboxMount?
    var template = CommandTemplate()
    private let suites: [SuiteListing]
    private let testFiles: [String]
    /// Test programs that the build left.
    private var artifacts: [String] = []
    /// The test program of a suite, where a build makes one for each.
    private var suiteArtifacts: [String: String] = [:]
    /// How the candidate was built, where there is more than one way.
    private(set) var route: String?

    private var profile: ToolchainProfile { toolchain.profile }

    init(
        _ context: VerificationContext, _ toolchain: ResolvedToolchain, _ tree: FileTree, pristine: FileTree,
        _ suites: [SuiteListing], _ task: CodingTask, notes: AssertionMarkers? = nil, apart: Set<String> = [],
        name: String = "tests"
    ) async throws {
        let noted = notes.map { tree.overlaid(with: $0.files) } ?? tree
        self.noted = noted
        self.notes = notes
        self.apart = apart
        self.context = context
        self.toolchain = toolchain
        self.tree = tree
        self.pristine = pristine
        self.task = task
        self.name = name
        self.suites = suites
        cache = try await context.prepared(toolchain)
        workspace = try Workspace(name: toolchain.profile.id)
        try workspace.write(noted)
        for listing in suites where listing.suite.keepsPristineTests == true {
            var apart = FileTree()
            for path in listing.files { try apart.set(".assay/pristine/" + path, pristine[path] ?? "") }
            try workspace.write(apart)
        }
        let tests = suites.flatMap(\.files).uniqued()
        testFiles = tests
        let sources = tree.paths.filter { toolchain.profile.isSource($0) && !tests.contains($0) }
        template = toolchain.template(nonce: nonce)
        template.lists = ["sources": sources, "tests": tests]
    }

    /// Builds a project of a form, the fast way if it is plain; false when the candidate does not compile.
    ///
    /// `earlier` has built another tree, from which modules are taken whose files are the same there.
    mutating func build(_ form: ToolchainProfile.BuildSystem, after earlier: ProjectSession? = nil, into evidence: inout Evidence) async throws -> Bool {
        if let drive = profile.directBuild, drive.buildSystem == form.id {
            if let compiles = try await self.drive(drive, after: earlier, into: &evidence) { return compiles }
            route = "toolchain"
        }
        if form.template == true {
            let session = self
            let kept = BuildTemplate(context: context, toolchain: toolchain, pristine: notes.map { pristine.overlaid(with: $0.files) } ?? pristine) { place in
                try form.build.map { try session.command($0, session.template, place, session.buildLimits) }
            }
            if let base = try await kept.folder() {
                // What is as it was keeps its time, so that it is not built again.
                if try await context.layers.work(over: base) {
                    workspace = try Workspace.layer(name: profile.id)
                    self.base = base
                    try workspace.write(noted, over: base)
                } else {
                    try await FolderCopy.contents(of: base, into: workspace.path)
                    try workspace.write(noted)
                }
            }
        }
        return try await build(form.build, into: &evidence)
    }

    /// Builds without the toolchain's own build system; nil where only that can tell.
    private mutating func drive(
        _ drive: ToolchainProfile.DirectBuild, after earlier: ProjectSession?, into evidence: inout Evidence
    ) async throws -> Bool? {
        let used = suites.compactMap(\.suite.id)
        guard let plan = try await DirectSwiftBuild(context: context, toolchain: toolchain).plan(pristine: pristine, tree: noted, suites: used, apart: apart)
        else { return nil }
        try workspace.write(plan.files)
        var filled = template
        filled.lists["modules"] = plan.modules
        filled.lists["testModules"] = plan.tests
        filled.lists["suites"] = plan.artifacts.keys.sorted()
        var own = evidence
        var mounts = [context.keptTests.mount]
        if let earlier, earlier.route == "direct", plan.sources(of: noted) == plan.sources(of: earlier.noted) {
            mounts.append(.readOnly(host: earlier.workspace.path + "/.assay", inside: "/built"))
        }
        let (compiles, result) = try await runBuild(drive.build, filled, and: mounts, into: &own)
        if compiles { try await context.keptTests.keep(plan, from: workspace) }
        // The driver ends with 1 for an error in the code; what else stops it is not the candidate's fault yet.
        guard compiles || result.exitCode == 1 || result.limitHit != nil else { return nil }
        evidence = own
        suiteArtifacts = plan.artifacts
        route = "direct"
        return finish(compiles, result.usage.wallSeconds, into: &evidence)
    }

    /// Runs the steps of a build; false when the candidate does not compile.
    mutating func build(_ steps: [ToolchainProfile.Step], into evidence: inout Evidence) async throws -> Bool {
        var seconds = 0.0
        for step in steps {
            for (filled, _) in try repetitions(of: step, testFiles) {
                let (compiles, result) = try await runBuild(step, filled, into: &evidence)
                seconds += result.usage.wallSeconds
                if !compiles { return finish(false, seconds, into: &evidence) }
            }
        }
        return finish(true, seconds, into: &evidence)
    }

    private mutating func runBuild(
        _ step: ToolchainProfile.Step, _ filled: CommandTemplate, and mounts: [SandboxMount] = [], into evidence: inout Evidence
    ) async throws -> (compiles: Bool, result: SandboxResult) {
        var command = try command(step, filled, buildPlace, buildLimits)
        command.mounts += mounts
        let result = try await context.sandbox.run(command)
        // A build looks for a network; one without it is what we want.
        evidence.add(result, of: command, what: "the build", ignoring: ["socket"])
        let reading = step.parser.read(result, name: name, nonce: nonce)
        artifacts = (artifacts + reading.artifacts).uniqued()
        evidence.from(command) { evidence in
            evidence.add(reading.diagnostics, tree: tree, kind: .compile)
            if !result.succeeded && !reading.diagnostics.contains(where: { $0.severity == .error }) && result.limitHit == nil {
                let tail = String((result.errorText + result.outputText).suffix(600)).trimmed
                evidence.findings.append(
                    Finding(kind: .compile, rule: "build", message: "the build failed without a diagnostic: \(tail)"))
            }
        }
        return (result.succeeded, result)
    }

    private func finish(_ compiles: Bool, _ seconds: Double, into evidence: inout Evidence) -> Bool {
        evidence.checks.append(
            CheckResult(id: "build", kind: .build, status: compiles ? .passed : .failed, seconds: seconds))
        let limited = !evidence.classes.isDisjoint(with: [.timeout, .resourceLimit])
        if !compiles && !limited { evidence.classes.insert(.compileError) }
        return compiles
    }

    /// What one suite's tests told, how the last run that was cut short ended, and the command.
    struct Run {
        var outcomes: TestOutcomes
        var end: SandboxResult
        var command: SandboxCommand?
    }

    /// Runs the tests of one suite on the build as it was left; their writes are lost.
    func run(
        _ listing: SuiteListing, environment: [String: String] = [:], into evidence: inout Evidence
    ) async throws -> Run {
        let step = listing.suite.run
        var all = TestOutcomes()
        all.runEnded = true
        var end = SandboxResult(outcome: .exited, exitCode: 0, stdout: [], stderr: [])
        var last: SandboxCommand?
        var reached = ""
        for (filled, repeated) in try repetitions(of: step, listing.files, suite: listing.suite.id) {
            let name = step.each == nil && listing.expected.count == 1 ? listing.expected[0].name : repeated
            var command = try command(step, filled, readPlace, context.limitPolicy.test)
            command.environment.merge(environment) { $1 }
            if step.runsBuild { command.mounts += try covers() }
            var results = ""
            if step.results != nil || notes != nil {
                results = try workspace.folder("results-\(UUID().uuidString)")
                command.mounts.append(.readWrite(host: results, inside: "/results"))
            }
            if notes != nil { command.environment["ASSAY_NOTES"] = nonce }
            let result = try await context.sandbox.run(command)
            evidence.add(result, of: command, what: "the test run", ignoring: Set(profile.benign ?? []))
            let left = step.results.flatMap { ResultCollector().file($0, in: results) } ?? []
            if notes != nil { reached += String(decoding: ResultCollector().file("notes", in: results) ?? [], as: UTF8.self) + "\n" }
            var reading = step.parser.read(result, results: String(decoding: left, as: UTF8.self), name: name, nonce: nonce)
            reading.outcomes.markRunning(
                of: listing.expected.filter { filled.values["test"] == nil || filled.values["test"] == $0.path }.map(\.name))
            last = command
            all.outcomes += reading.outcomes.outcomes
            all.problems += reading.outcomes.problems
            all.separate = all.separate || reading.outcomes.separate
            if !reading.outcomes.runEnded {
                let said = result.errorText + result.outputText
                if result.limitHit == nil, (profile.outOfMemory ?? []).contains(where: said.contains) {
                    evidence.addLimit("memory", command.limits, "the test run")
                }
                all.runEnded = false
                end = result
            }
        }
        if let notes {
            let suite = Set(listing.expected.map(\.name) + listing.files)
            evidence.withoutAssertion.formUnion(notes.unreached(in: reached, nonce: nonce).intersection(suite))
        }
        return Run(outcomes: all, end: end, command: last)
    }

    /// Names that the build defines and that belong to the means of tests.
    func shadows() async throws -> Set<String> {
        guard let shadows = profile.testSymbols else { return [] }
        let step = ToolchainProfile.Step(command: shadows.command, parser: .none)
        let result = try await context.sandbox.run(command(step, template, readPlace, context.limitPolicy.symbols(of: profile)))
        let pattern = try Regex(shadows.symbols)
        return Set(result.outputText.lines.filter { $0.utf8.count < 2000 && $0.firstMatch(of: pattern) != nil }.map(String.init))
    }

    /// Says which file a whole program is: `{program}`, and `{stem}` without its extension.
    mutating func name(program path: String) {
        template.values["program"] = path
        template.values["stem"] = String(path.prefix { $0 != "." })
    }

    /// What was built runs without what built it.
    func covers() throws -> [SandboxMount] {
        context.covers.over(try (profile.buildOnly ?? []).map { try template.fill($0) })
    }

    /// Empties the sources of tests once they are compiled, so that what runs cannot read them.
    func hide(_ tests: FileTree) {
        guard base == nil, suites.allSatisfy(\.suite.run.runsBuild) else { return }
        workspace.empty(tests.paths.filter(profile.isSource))
    }

    /// Runs the profile's linters on the files of the candidate; they never write to the build.
    func staticChecks(_ files: FileTree) async throws -> Evidence {
        try await StaticChecks(context: context, toolchain: toolchain).run(
            files, of: tree, pristine: pristine, at: readPlace)
    }

    /// Where a build works.
    private var buildPlace: SandboxMount {
        base.map { .layered(base: $0, changes: workspace.path, inside: "/w") } ?? .readWrite(host: workspace.path, inside: "/w")
    }

    /// What comes after a build sees what it left and keeps nothing of its own.
    var readPlace: SandboxMount {
        base.map { .layeredOverlay(base: $0, changes: workspace.path, inside: "/w") } ?? .overlay(host: workspace.path, inside: "/w")
    }

    private var buildLimits: SandboxLimits { context.limitPolicy.build(of: profile) }

    private func command(
        _ step: ToolchainProfile.Step, _ filled: CommandTemplate, _ place: SandboxMount, _ limits: SandboxLimits
    ) throws -> SandboxCommand {
        try toolchain.command(
            step.command, filled, environment: task.environment,
            mounts: [place, context.drivers.mount] + (cache.map { [$0] } ?? []), limits: limits)
    }

    /// The step's template for each thing it is repeated for, and that thing's name.
    private func repetitions(
        of step: ToolchainProfile.Step, _ tests: [String], suite: String? = nil
    ) throws -> [(CommandTemplate, String)] {
        func filled(_ values: [String: String], _ name: String) -> (CommandTemplate, String) {
            var filled = template
            filled.lists["tests"] = tests
            filled.values.merge(values) { $1 }
            return (filled, name)
        }
        switch step.each {
        case nil: return [filled([:], name)]
        case .test:
            return tests.map { test in
                let bare = test.lastIndex(of: ".").map { String(test[..<$0]) } ?? test
                return filled(["test": test, "bare": bare, "name": SuiteListing.stem(test)], SuiteListing.stem(test))
            }
        case .testFolder:
            let folders = tests.map(\.parentFolder).uniqued()
            return folders.map { folder in
                filled(["folder": folder, "name": folder == "." ? "root" : folder.replacing("/", with: "_")], folder)
            }
        case .artifact:
            let own = suite.flatMap { suiteArtifacts[$0] }.map { [$0] }
            return (own ?? artifacts).map { filled(["artifact": $0], $0) }
        }
    }
}
