import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Runs a project's own tests, unmodified, in a jail that holds them, while the candidate's modules live in another.
///
/// What a test compares is data, and the comparison is where the candidate is not.
struct IsolatedRun: Sendable {
    let runner: ToolchainRunner
    let task: CodingTask
    /// The tests that are run.
    let tests: FileTree

    private var profile: ToolchainProfile { runner.profile }

    /// Whether all suites of a task can be run in this way, which only a reference can show.
    ///
    /// A suite that needs more of the candidate than comes over fails with the reference too.
    func fits(_ suites: [SuiteListing], _ references: ReferenceControl) async throws -> Bool {
        guard let reference = task.reference, !suites.isEmpty, suites.allSatisfy({ $0.suite.isolatedRun != nil }) else { return false }
        return try await references.passesIsolated(task, suites.flatMap(\.files)) {
            var evidence = Evidence()
            for suite in suites {
                // Whether it fits must not hang on how busy the machine is.
                guard let run = try await run(suite, task.brief.start.overlaid(with: reference), runner.limits.isolationTrial) else { return false }
                evidence += run.evidence(expected: suite.expected, tree: tests, hidden: tests, after: evidence.classes)
            }
            return evidence.verdict == .passed
        }
    }

    /// Runs one suite against a tree; nil where it has no modules that can live in a process of their own.
    func run(_ listing: SuiteListing, _ tree: FileTree, _ limits: SandboxLimits? = nil) async throws -> SuiteRun? {
        guard let rules = listing.suite.isolatedRun else { return nil }
        let theirs = tree.filtered { !tests.contains($0) && !ControlFile.contains($0) }
        // The tests may read the candidate's sources, which are text to them.
        let ours = task.brief.start.filtered { isOfTests($0, listing) }.overlaid(with: tests)
        let modules = modules(of: theirs, listing)
        guard !modules.isEmpty else { return nil }
        let (candidate, checker) = (try Workspace(name: "outside"), try Workspace(name: "tests"))
        try candidate.write(theirs)
        try checker.write(ours)
        let limits = limits ?? runner.limits.test
        let patient = runner.limits.checker(beside: limits)
        // What a test hands over by its path; no name in it leads elsewhere.
        let shared = try candidate.folder("shared")
        let nonce = UUID().uuidString
        let (asked, (theirEnd, ourEnd)) = try await Processors.shared.withOne { processor in
            var filled = runner.toolchain.template(nonce: nonce)
            filled.values["processor"] = "\(processor)"
            filled.values["modules"] = modules.joined(separator: ",")
            filled.lists["tests"] = listing.files
            var asked = try command(rules.candidate, filled, [.overlay(host: candidate.path, inside: "/w")], shared: shared, limits: limits)
            asked.policies.append("no-links")
            let asking = try command(
                rules.checker, filled, [.overlay(host: checker.path, inside: "/w"), .readOnly(host: candidate.path, inside: "/theirs")],
                shared: shared, limits: patient)
            return (asked, try await runner.sandbox.runJoined(asked, asking))
        }
        var evidence = Evidence(theirEnd, of: asked, subject: "the solution", ignoring: runner.benign)
        evidence.summary.add(ourEnd)
        if let limit = ourEnd.limitHit, theirEnd.limitHit == nil { evidence += .limit(limit, of: patient, subject: "the test run") }
        var told = ourEnd
        told.stdout = ourEnd.stderr
        let outcomes = rules.parser.read(told, results: "", name: "", nonce: nonce).outcomes
        if let forgery = outcomes.forgery { evidence += .forgery(forgery) }
        return SuiteRun(outcomes: outcomes, end: outcomes.runEnded ? ourEnd : theirEnd, command: asked, commands: evidence)
    }

    /// One of the two commands, with a folder that both see.
    private func command(
        _ words: [String], _ filled: CommandTemplate, _ mounts: [SandboxMount], shared: String, limits: SandboxLimits
    ) throws(HarnessError) -> SandboxCommand {
        var command = try runner.toolchain.command(
            words, filled, environment: task.environment, mounts: mounts + [runner.drivers.mount, .readWrite(host: shared, inside: "/shared")],
            limits: limits)
        command.environment["TMPDIR"] = "/shared"
        return command
    }

    /// Whether a file belongs to the tests: their helpers, their configuration, and everything that is not a module.
    private func isOfTests(_ path: String, _ listing: SuiteListing) -> Bool {
        ControlFile.contains(path) || !profile.isSource(path) || isInTestFolder(path, listing)
    }

    private func isInTestFolder(_ path: String, _ listing: SuiteListing) -> Bool {
        let folders = Set(listing.files.map(\.parentFolder)).subtracting(["."])
        return folders.contains { path.hasPrefix($0 + "/") }
    }

    /// The names by which the candidate's modules are imported: of files and folders at the top, or beneath `src`.
    private func modules(of tree: FileTree, _ listing: SuiteListing) -> [String] {
        let paths = tree.paths.filter { profile.isSource($0) && !isInTestFolder($0, listing) }
        let tops = paths.compactMap { path -> String? in
            let parts = path.split(separator: "/").map(String.init)
            let place = parts.count > 1 && parts[0] == "src" ? 1 : 0
            guard place < parts.count else { return nil }
            return place == parts.count - 1 ? SuiteListing.stem(parts[place]) : parts[place]
        }
        return Set(tops).filter { name in name != "__init__" && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }.sorted()
    }
}

extension ProjectStrategy {
    /// Runs the tests that passed in the candidate's process once more isolated from it, the last one first.
    ///
    /// Isolated they cannot be talked into anything, but nothing is what it says of itself; in one process, what both
    /// share is seen to change: it takes both.
    func runIsolated(_ subject: ProjectSubject, by isolated: IsolatedRun) async throws -> EvidenceCorrection {
        var other = Evidence()
        for suite in subject.suites {
            guard let run = try await isolated.run(suite, subject.room.tree) else { continue }
            other += run.evidence(expected: suite.expected, tree: subject.room.tree, hidden: subject.hiddenTests, after: other.classes)
        }
        var correction = EvidenceCorrection()
        correction.added.summary = other.summary
        correction.added.withoutAssertion = other.withoutAssertion
        guard other.verdict != .passed else { return correction }
        correction.added.classes = other.classes.union([other.verdict])
        correction.added.findings =
            other.findings + [
                Finding(
                    kind: .integrity, rule: "only-inside", severity: .note,
                    message: "passes in one process with the tests, and not from another, the last one first")
            ]
        correction.statuses = Dictionary(
            other.checks.filter { $0.status != .passed }.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
        return correction
    }
}
