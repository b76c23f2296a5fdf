import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Runs a project's own tests, unmodified, in a jail that holds them, while the candidate's modules live in another: what
/// a test compares is data, and the comparison is where the candidate is not.
struct IsolatedRun {
    let context: VerificationContext
    let task: CodingTask
    let toolchain: ResolvedToolchain
    /// The tests that are run.
    let tests: FileTree

    /// Whether all suites of a task can be run so; without a reference nobody can tell.
    ///
    /// A suite that needs more of the candidate than comes over fails with the reference too.
    func fits(_ suites: [SuiteListing]) async throws -> Bool {
        guard context.outside, let reference = task.reference, !suites.isEmpty, suites.allSatisfy({ $0.suite.isolatedRun != nil }) else { return false }
        return try await context.references.passesIsolated(task, suites.flatMap(\.files)) {
            var evidence = Evidence()
            // Whether it fits must not hang on how busy the machine is.
            let patient = context.limitPolicy.isolationTrial
            for suite in suites {
                guard let run = try await self.run(suite, task.brief.start.overlaid(with: reference), patient, into: &evidence) else { return false }
                run.outcomes.report(run.end, expected: suite.expected, tree: tests, hidden: tests, into: &evidence)
            }
            return evidence.verdict == .passed
        }
    }

    /// Runs one suite against a tree; nil where it has no modules to put behind the membrane.
    func run(
        _ listing: SuiteListing, _ tree: FileTree, _ limits: SandboxLimits? = nil, into evidence: inout Evidence
    ) async throws -> ProjectSession.Run? {
        guard let rules = listing.suite.isolatedRun else { return nil }
        let theirs = tree.filtered { tests[$0] == nil && !CleanRoom.isControl($0) }
        // The tests may read the candidate's sources, which are text to them.
        let ours = task.brief.start.filtered { isOfTests($0, listing) }.overlaid(with: tests)
        let modules = modules(of: theirs, listing)
        guard !modules.isEmpty else { return nil }
        let (candidate, checker) = (try Workspace(name: "outside"), try Workspace(name: "tests"))
        try candidate.write(theirs)
        try checker.write(ours)
        // What a test hands over by its path; no name in it leads elsewhere.
        let shared = try candidate.folder("shared")
        let nonce = UUID().uuidString
        let limits = limits ?? context.limitPolicy.test
        let patient = context.limitPolicy.checker(beside: limits)
        let (asked, (theirEnd, ourEnd)) = try await Processors.shared.withOne { processor in
            var filled = toolchain.template(nonce: nonce)
            filled.values["processor"] = "\(processor)"
            filled.values["modules"] = modules.joined(separator: ",")
            filled.lists["tests"] = listing.files
            func command(_ words: [String], _ mounts: [SandboxMount], _ limits: SandboxLimits) throws(HarnessError) -> SandboxCommand {
                var command = try toolchain.command(
                    words, filled, environment: task.environment, mounts: mounts + [context.drivers.mount, .readWrite(host: shared, inside: "/shared")],
                    limits: limits)
                command.environment["TMPDIR"] = "/shared"
                return command
            }
            var asked = try command(rules.candidate, [.overlay(host: candidate.path, inside: "/w")], limits)
            asked.policies.append("no-links")
            let asking = try command(
                rules.checker, [.overlay(host: checker.path, inside: "/w"), .readOnly(host: candidate.path, inside: "/theirs")], patient)
            return (asked, try await context.sandbox.runJoined(asked, asking))
        }
        evidence.add(theirEnd, of: asked, what: "the solution", ignoring: Set(toolchain.profile.benign ?? []))
        evidence.summary.add(ourEnd)
        if let limit = ourEnd.limitHit, theirEnd.limitHit == nil { evidence.addLimit(limit, patient, "the test run") }
        var told = ourEnd
        told.stdout = ourEnd.stderr
        let outcomes = rules.parser.read(told, results: "", name: "", nonce: nonce).outcomes
        if let forgery = outcomes.forgery {
            evidence.classes.insert(.tamperingSuspected)
            evidence.findings.append(Finding(kind: .integrity, rule: "forged-reply", message: "answered outside the protocol: \(forgery)"))
        }
        return ProjectSession.Run(outcomes: outcomes, end: outcomes.runEnded ? ourEnd : theirEnd, command: asked)
    }

    /// What stands beside the tests of a listing, and what steers them, is theirs; so is all that is no module.
    private func isOfTests(_ path: String, _ listing: SuiteListing) -> Bool {
        CleanRoom.isControl(path) || !toolchain.profile.isSource(path) || isInTestFolder(path, listing)
    }

    private func isInTestFolder(_ path: String, _ listing: SuiteListing) -> Bool {
        let folders = Set(listing.files.map(\.parentFolder)).subtracting(["."])
        return folders.contains { path.hasPrefix($0 + "/") }
    }

    /// The names by which the candidate's modules are imported: of files and folders at the top, or beneath `src`.
    private func modules(of tree: FileTree, _ listing: SuiteListing) -> [String] {
        let paths = tree.paths.filter { toolchain.profile.isSource($0) && !isInTestFolder($0, listing) }
        let tops = paths.compactMap { path -> String? in
            let parts = path.split(separator: "/").map(String.init)
            let place = parts.count > 1 && parts[0] == "src" ? 1 : 0
            guard place < parts.count else { return nil }
            return place == parts.count - 1 ? SuiteListing.stem(parts[place]) : parts[place]
        }
        return Set(tops).filter { name in name != "__init__" && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }.sorted()
    }
}
