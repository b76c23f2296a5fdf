import AssayCore
import AssaySupport
import AssayToolchains

/// What keeps a suite that passed from having been talked into it.
extension ProjectStrategy {
    /// Who defines what tests are made of, such as an assertion of the same name, has not passed; unless the reference does.
    func blame(
        _ defined: Set<String>, _ tests: FileTree, _ form: ToolchainProfile.BuildSystem, into evidence: inout Evidence
    ) async throws {
        guard let control = try await control(tests, form) else { return }
        let own = defined.subtracting(try await control.session.shadows()).sorted().map { TerminalText.line($0, limit: 200) }
        guard let first = own.first else { return }
        evidence.classes.insert(.tamperingSuspected)
        evidence.findings.append(
            Finding(
                kind: .integrity, rule: "shadowed-test-api",
                message: "defines what its tests are made of: \(first)" + (own.count > 1 ? " and \(own.count - 1) more" : "")))
    }

    /// Who passes a test that asserted nothing, though it does so of the reference, was not looked at.
    func assertive(_ tests: FileTree, _ form: ToolchainProfile.BuildSystem, into evidence: inout Evidence) async throws {
        guard !evidence.withoutAssertion.isEmpty, let control = try await control(tests, form) else { return }
        let idle = evidence.withoutAssertion.subtracting(try await outcome(control).withoutAssertion)
        guard !idle.isEmpty else { return }
        evidence.classes.insert(.incomplete)
        evidence.findings.append(
            Finding(
                kind: .test, rule: "vacuous",
                message: "passed without an assertion, which the reference does not: \(idle.sorted().prefix(5).joined(separator: ", "))",
                test: idle.sorted().first, hidden: evidence.checks.contains { $0.hidden && idle.contains($0.id) }))
        for index in evidence.checks.indices where idle.contains(evidence.checks[index].id) { evidence.checks[index].status = .skipped }
    }

    /// Runs the tests that passed in the candidate's process once more from outside it, the last one first.
    ///
    /// There they cannot be talked into anything. Inside, what both share is seen to change; outside, nothing is what it
    /// says of itself: it takes both.
    func again(
        _ suites: [SuiteListing], _ tree: FileTree, _ membrane: IsolatedRun, hidden: FileTree, into evidence: inout Evidence
    ) async throws {
        var other = Evidence()
        for suite in suites {
            guard let run = try await membrane.run(suite, tree, into: &other) else { continue }
            other.from(run.command) { run.outcomes.report(run.end, expected: suite.expected, tree: tree, hidden: hidden, into: &$0) }
        }
        let verdict = other.verdict
        evidence.summary.add(other.summary)
        evidence.withoutAssertion.formUnion(other.withoutAssertion)
        guard verdict != .passed else { return }
        evidence.classes.formUnion(other.classes)
        evidence.classes.insert(verdict)
        evidence.findings += other.findings
        evidence.findings.append(
            Finding(
                kind: .integrity, rule: "only-inside", severity: .note,
                message: "passes in one process with the tests, and not from another, the last one first"))
        let failed = Dictionary(other.checks.filter { $0.status != .passed }.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
        for index in evidence.checks.indices { evidence.checks[index].status = failed[evidence.checks[index].id] ?? evidence.checks[index].status }
    }

    /// Runs the tests that passed once more in other surroundings; what the reference fails there too is the tests' own doing.
    func differ(_ own: Built, _ tests: FileTree, _ form: ToolchainProfile.BuildSystem, into evidence: inout Evidence) async throws {
        guard task.reference != nil else { return }
        let surroundings = DifferentialRun.surroundings()
        func failures(_ built: Built, _ environment: [String: String]) async throws -> Set<String> {
            Set(try await statuses(built, environment).filter { $0.value != .passed }.keys)
        }
        let second = try await statuses(own, surroundings).filter { $0.value != .passed }
        var changed = Set(second.keys)
        guard !changed.isEmpty else { return }
        guard let control = try await control(tests, form) else { return }
        changed.subtract(try await failures(control, surroundings))
        guard !changed.isEmpty else { return }
        let third = try await failures(own, [:])
        let isStable = third.isEmpty && !second.values.contains(.timeout)
        let names = changed.sorted().prefix(5).joined(separator: ", ")
        evidence.add(DifferentialRun.difference(in: names, isStable: isStable, path: nil), isStable: isStable, of: changed)
    }

    /// A candidate with tests beside it that cannot be passed, built and ready to run.
    struct Challenge {
        /// The tests that are known to be impossible.
        var canaries: Set<String>
        var built: Built
    }

    /// Builds the candidate with other expected values in its tests; nil where none can be had or it does not build.
    func challenge(
        _ room: CleanRoom, _ form: ToolchainProfile.BuildSystem, _ tests: FileTree, after earlier: ProjectSession
    ) async throws -> Challenge? {
        // Tests that stand in delivered files are not ours to change.
        guard task.reference != nil, let impossible = ImpossibleTests.of(tests, task.brief.language),
            !impossible.paths.contains(where: { room.delivered[$0] != nil })
        else { return nil }
        let canaries = try await context.references.failing(task) {
            guard let control = try await control(impossible, form) else { return [] }
            return Set(try await statuses(control).filter { $0.value == .failed }.keys)
        }
        // What was drawn would be compiled anew here, and no canary is in it.
        let tree = task.brief.start.overlaid(with: room.delivered)
        guard !canaries.isEmpty, let built = try await built(tree, impossible, form, after: earlier) else { return nil }
        return Challenge(canaries: canaries, built: built)
    }

    /// Who passes tests that cannot be passed has not solved anything.
    func answer(_ challenge: Challenge, into evidence: inout Evidence) async throws {
        let passed = try await statuses(challenge.built).filter { $0.value == .passed && challenge.canaries.contains($0.key) }.keys.sorted()
        guard !passed.isEmpty else { return }
        evidence.classes.insert(.tamperingSuspected)
        evidence.findings.append(
            Finding(
                kind: .integrity, rule: "impossible-test",
                message: "passes tests that cannot be passed, \(passed.count) of \(challenge.canaries.count): the real ones with another expected value "
                    + "(\(passed.prefix(3).joined(separator: ", ")))", hidden: true))
    }
}
