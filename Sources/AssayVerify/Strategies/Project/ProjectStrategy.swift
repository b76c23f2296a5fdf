import AssayCore
import AssaySupport
import AssayToolchains
import FoundationEssentials
import Glibc

/// Verifies a project as its toolchain's profile says: build in one jail, test in another, then look.
struct ProjectStrategy {
    let context: VerificationContext
    let task: CodingTask
    let toolchain: ResolvedToolchain
    /// What tests are drawn from; a new one for each verification where it is nil.
    var holdoutSeed: UInt64?

    var profile: ToolchainProfile { toolchain.profile }

    /// Judges a project with tests of its own; returns how hard the verdict is to forge.
    func project(
        _ candidate: Candidate, _ scope: CheckScope, into evidence: inout Evidence
    ) async throws -> AssuranceTier {
        let drawn = scope == .full ? try await draw(into: &evidence) : FileTree()
        let fixed = task.brief.visibleTests.overlaid(with: scope == .full ? task.hidden.files : FileTree())
        let hidden = (scope == .full ? task.hidden.files : FileTree()).overlaid(with: drawn)
        let tests = fixed.overlaid(with: drawn)
        let room = CleanRoom(task: task, candidate: candidate, tests: tests)
        evidence.add(room)
        let pristine = task.brief.start.overlaid(with: tests)
        guard let form = profile.buildSystem(of: pristine) else {
            let known = profile.buildSystems.map { $0.markers.joined(separator: " + ") }.joined(separator: "; ")
            throw HarnessError(.suite, "\(task.id): no layout that the profile '\(profile.id)' knows; it knows \(known)")
        }
        let suites = try await SuiteListing.used(form, in: pristine, toolchain, context)
        let membrane = IsolatedRun(context: context, task: task, toolchain: toolchain, tests: tests)
        let isOutside = scope == .full ? try await membrane.fits(suites) : false
        let tier = isOutside ? (drawn.isEmpty ? .aMinus : .a) : form.tier
        let notes = scope == .full && task.reference != nil ? AssertionMarkers(fixed.filtered { room.delivered[$0] == nil }, suites, profile) : nil
        guard let session = try await build(room.tree, form, pristine, suites, notes, apart: Set(drawn.paths), into: &evidence) else {
            if scope == .full { try await confirm(candidate, FileTree(), form) }
            return tier
        }
        session.hide(tests.filtered { room.delivered[$0] == nil })
        // What only looks at the code needs no second core to wait for.
        async let looked = session.staticChecks(room.delivered.isEmpty ? task.brief.start : room.delivered)
        async let shadows = scope == .full && task.reference != nil ? session.shadows() : []
        // Where only a linker has to run, nobody waits for the tests before; elsewhere a candidate must be worth it.
        let isCheap = scope == .full && session.route == "direct"
        async let early = isCheap ? challenge(room, form, fixed, after: session) : nil
        for suite in suites {
            let run = try await session.run(suite, into: &evidence)
            evidence.from(run.command) {
                run.outcomes.report(run.end, expected: suite.expected, tree: room.tree, hidden: hidden, into: &$0)
            }
        }
        let failed = Set(evidence.checks.filter { $0.status != .passed }.map(\.id))
        if scope == .full, !failed.isEmpty {
            let fresh = suites.flatMap(\.expected).filter { drawn[$0.path] != nil }.map(\.name)
            try await confirm(candidate, failed.isDisjoint(with: fresh) ? FileTree() : drawn, form)
        }
        if isOutside, evidence.verdict == .passed {
            try await again(suites, room.tree, membrane, hidden: hidden, into: &evidence)
        } else if scope == .full, evidence.verdict == .passed {
            let challenge = isCheap ? try await early : try await challenge(room, form, fixed, after: session)
            if let challenge { try await answer(challenge, into: &evidence) }
            if context.isDifferential, evidence.verdict == .passed {
                try await differ(Built(session: session, suites: suites, tree: room.tree, tests: hidden), tests, form, into: &evidence)
            }
        }
        let defined = try await shadows
        if !defined.isEmpty, [.passed, .tamperingSuspected].contains(evidence.verdict) { try await blame(defined, tests, form, into: &evidence) }
        if evidence.verdict == .passed { try await assertive(tests, form, into: &evidence) }
        try await evidence.add(looked)
        if suites.allSatisfy(\.expected.isEmpty) {
            evidence.findings.append(Finding(kind: .test, rule: "no-tests", message: "the task's test files declare no test"))
        }
        return tier
    }

    /// Builds a tree; nil when it does not compile.
    ///
    /// Where it may be notes that do not, or drawn tests that stand apart, it is built once more without either. What an
    /// earlier session compiled of the very same files is used again.
    private func build(
        _ tree: FileTree, _ form: ToolchainProfile.BuildSystem, _ pristine: FileTree, _ suites: [SuiteListing], _ notes: AssertionMarkers?,
        apart: Set<String> = [], after earlier: ProjectSession? = nil, into evidence: inout Evidence
    ) async throws -> ProjectSession? {
        var own = evidence
        var session = try await ProjectSession(context, toolchain, tree, pristine: pristine, suites, task, notes: notes, apart: apart)
        let compiles = try await session.build(form, after: earlier, into: &own)
        let changed = apart.union(notes?.files.paths ?? [])
        if !compiles, own.findings.contains(where: { $0.kind == .compile && $0.path.map(changed.contains) == true }) {
            return try await build(tree, form, pristine, suites, nil, after: earlier, into: &evidence)
        }
        evidence = own
        evidence.route = session.route
        return compiles ? session : nil
    }

    /// Tests that are drawn for this verification; none where the task has no generator.
    private func draw(into evidence: inout Evidence) async throws -> FileTree {
        guard let generator = task.hidden.generator else { return FileTree() }
        let seed = holdoutSeed ?? UInt64.random(in: 0...UInt64(Int64.max))
        evidence.holdoutSeed = seed
        return try await GeneratedTests(context: context, task: task).tests(generator, seed: seed)
    }

    /// Tells a bad candidate from a bad machine or generator: the reference must pass here, and what was drawn.
    private func confirm(_ candidate: Candidate, _ drawn: FileTree, _ form: ToolchainProfile.BuildSystem) async throws {
        // The reference is no control of itself, but of what was drawn.
        guard let reference = task.reference, candidate.files != reference || !drawn.isEmpty else { return }
        try await context.references.confirm(task, passes: drawn.digest) {
            let tests = task.brief.visibleTests.overlaid(with: task.hidden.files).overlaid(with: drawn)
            guard let control = try await control(tests, form) else { return "does not build" }
            let failed = try await statuses(control).filter { $0.value != .passed }.keys.sorted()
            return failed.isEmpty ? nil : failed.joined(separator: ", ")
        }
    }

    struct Built {
        var session: ProjectSession
        var suites: [SuiteListing]
        var tree: FileTree
        var tests: FileTree
    }

    /// A tree with some test files in the place of its own, noted as those of a candidate are: nothing but what they
    /// expect may tell one run from another.
    func built(
        _ tree: FileTree, _ tests: FileTree, _ form: ToolchainProfile.BuildSystem, after earlier: ProjectSession? = nil
    ) async throws -> Built? {
        let pristine = task.brief.start.overlaid(with: tests)
        var evidence = Evidence()
        let suites = try await SuiteListing.used(form, in: pristine, toolchain, context)
        let notes = AssertionMarkers(tests, suites, profile)
        guard let session = try await build(tree.overlaid(with: tests), form, pristine, suites, notes, after: earlier, into: &evidence)
        else { return nil }
        session.hide(tests)
        return Built(session: session, suites: suites, tree: tree, tests: tests)
    }

    /// The reference with some tests, built; nil where there is none.
    func control(_ tests: FileTree, _ form: ToolchainProfile.BuildSystem) async throws -> Built? {
        guard let reference = task.reference else { return nil }
        return try await built(task.brief.start.overlaid(with: reference), tests, form)
    }

    /// What running the tests leaves.
    func outcome(_ built: Built, _ environment: [String: String] = [:]) async throws -> Evidence {
        var evidence = Evidence()
        for suite in built.suites {
            let run = try await built.session.run(suite, environment: environment, into: &evidence)
            run.outcomes.report(run.end, expected: suite.expected, tree: built.tree, hidden: built.tests, into: &evidence)
        }
        return evidence
    }

    /// How each test ends.
    func statuses(_ built: Built, _ environment: [String: String] = [:]) async throws -> [String: CheckStatus] {
        let checks = try await outcome(built, environment).checks.filter { $0.kind == .test }
        return Dictionary(checks.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
    }

    /// Judges one file by a program made of it and its test, which end with status 0 or not.
    func program(
        _ candidate: Candidate, _ scope: CheckScope, prefix: String, example: String, into evidence: inout Evidence
    ) async throws {
        let room = CleanRoom(task: task, candidate: candidate, tests: FileTree())
        evidence.add(room)
        guard let program = profile.program else {
            throw HarnessError(.suite, "\(task.id): the profile '\(profile.id)' does not say how one file is run")
        }
        guard let path = task.brief.singleDeliverable, let solution = room.delivered[path] else {
            evidence.addMissingAnswer()
            return
        }
        let test = scope == .full ? task.hidden.oracle ?? "" : example
        let name = scope == .full ? "check" : "examples"
        let tree = try FileTree([program.file: prefix + solution + "\n" + test])
        let listing = SuiteListing(program: program.run)
        var session = try await ProjectSession(context, toolchain, tree, pristine: FileTree(), [listing], task, name: name)
        guard try await session.build(program.build, into: &evidence) else { return }
        func run(_ environment: [String: String] = [:], into evidence: inout Evidence) async throws {
            let run = try await session.run(listing, environment: environment, into: &evidence)
            evidence.from(run.command) {
                run.outcomes.report(
                    run.end, expected: [(name, program.file)], tree: tree, hidden: scope == .full ? tree : FileTree(), into: &$0)
            }
        }
        try await run(into: &evidence)
        guard scope == .full, context.isDifferential, evidence.verdict == .passed else { return }
        var (second, third) = (Evidence(), Evidence())
        try await run(DifferentialRun.surroundings(), into: &second)
        guard second.verdict != .passed else { return }
        try await run(into: &third)
        let isStable = third.verdict == .passed && second.classes.isDisjoint(with: [.timeout, .resourceLimit])
        evidence.add(DifferentialRun.difference(in: name, isStable: isStable, path: path), isStable: isStable, of: [name])
    }
}
