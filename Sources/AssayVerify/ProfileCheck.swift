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
        try await evidence.add(looked)
        if suites.allSatisfy(\.expected.isEmpty) {
            evidence.findings.append(Finding(kind: .test, rule: "no-tests", message: "the task's test files declare no test"))
        }
        return form.tier
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
