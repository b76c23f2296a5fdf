import AssayCore
import AssaySandbox
import FoundationEssentials
import Glibc

/// Verifies a project as its toolchain's profile says: build in one jail, test in another, then look.
struct ProfileCheck {
    let bench: VerificationBench
    let task: CodingTask
    let toolchain: ResolvedToolchain

    private var profile: ToolchainProfile { toolchain.profile }

    /// Judges a project with tests of its own; returns how hard the verdict is to forge.
    func project(
        _ candidate: Candidate, _ scope: CheckScope, into evidence: inout Evidence
    ) async throws -> AssuranceTier {
        let hidden = scope == .full ? task.hidden.files : FileTree()
        let tests = task.brief.visibleTests.overlaid(with: hidden)
        let room = CleanRoom(task: task, candidate: candidate, tests: tests)
        evidence.add(room)
        let pristine = task.brief.start.overlaid(with: tests)
        guard let form = profile.form(of: pristine) else {
            let known = profile.forms.map { $0.markers.joined(separator: " + ") }.joined(separator: "; ")
            throw HarnessError(.suite, "\(task.id): no layout that the profile '\(profile.id)' knows; it knows \(known)")
        }
        let suites = try await SuiteListing.used(form, in: pristine, toolchain, bench)
        var building = try await ProfileSession(bench, toolchain, room.tree, pristine: pristine, suites, task)
        let compiles = try await building.build(form, into: &evidence)
        evidence.route = building.route
        guard compiles else { return form.tier }
        let session = building
        // What only looks at the code needs no second core to wait for.
        async let looked = session.staticChecks(room.delivered.isEmpty ? task.brief.start : room.delivered)
        for suite in suites {
            let run = try await session.run(suite, into: &evidence)
            evidence.from(run.command) {
                run.outcomes.report(run.end, expected: suite.expected, tree: room.tree, hidden: hidden, into: &$0)
            }
        }
        if scope == .full, evidence.verdict == .passed {
            try await challenge(session, room.tree, form, tests, room.delivered, into: &evidence)
        }
        try await evidence.add(looked)
        if suites.allSatisfy(\.expected.isEmpty) {
            evidence.findings.append(Finding(kind: .test, rule: "no-tests", message: "the task's test files declare no test"))
        }
        return form.tier
    }

    /// Runs the tests once more with other expected values: who passes those too has not solved anything.
    private func challenge(
        _ session: ProfileSession, _ tree: FileTree, _ form: ToolchainProfile.Form, _ tests: FileTree, _ delivered: FileTree, into evidence: inout Evidence
    ) async throws {
        // Tests that stand in delivered files are not ours to change.
        guard let reference = task.reference, let impossible = ImpossibleTests.of(tests, task.brief.language),
            !impossible.paths.contains(where: { delivered[$0] != nil })
        else { return }
        let canaries = try await bench.canaries.failing(task) {
            let own = try await statuses(of: task.brief.start.overlaid(with: reference), impossible, form)
            return Set(own.filter { $0.value == .failed }.keys)
        }
        guard !canaries.isEmpty else { return }
        let passed = try await statuses(of: tree, impossible, form, after: session).filter { $0.value == .passed && canaries.contains($0.key) }.keys.sorted()
        guard !passed.isEmpty else { return }
        evidence.classes.insert(.tamperingSuspected)
        evidence.findings.append(
            Finding(
                kind: .integrity, rule: "impossible-test",
                message: "passes tests that cannot be passed, \(passed.count) of \(canaries.count): the real ones with another expected value "
                    + "(\(passed.prefix(3).joined(separator: ", ")))", hidden: true))
    }

    /// How each test of a tree ends with some test files in the place of its own; what an earlier session compiled of
    /// the very same files is used again.
    private func statuses(
        of tree: FileTree, _ tests: FileTree, _ form: ToolchainProfile.Form, after earlier: ProfileSession? = nil
    ) async throws -> [String: CheckStatus] {
        let pristine = task.brief.start.overlaid(with: tests)
        var evidence = Evidence()
        let suites = try await SuiteListing.used(form, in: pristine, toolchain, bench)
        var session = try await ProfileSession(bench, toolchain, tree.overlaid(with: tests), pristine: pristine, suites, task)
        guard try await session.build(form, after: earlier, into: &evidence) else { return [:] }
        for suite in suites {
            let run = try await session.run(suite, into: &evidence)
            run.outcomes.report(run.end, expected: suite.expected, tree: tree, hidden: tests, into: &evidence)
        }
        return Dictionary(evidence.checks.filter { $0.kind == .test }.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
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
        var session = try await ProfileSession(bench, toolchain, tree, pristine: FileTree(), [listing], task, name: name)
        guard try await session.build(program.build, into: &evidence) else { return }
        let run = try await session.run(listing, into: &evidence)
        evidence.from(run.command) {
            run.outcomes.report(
                run.end, expected: [(name, program.file)], tree: tree, hidden: scope == .full ? tree : FileTree(), into: &$0)
        }
    }
}
