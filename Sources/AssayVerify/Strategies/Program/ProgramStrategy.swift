import AssayCore
import AssaySupport
import AssayToolchains

/// Judges one file by compiling it with its test into a program, whose exit status decides.
struct ProgramStrategy: VerificationStrategy {
    let builds: BuildEnvironment
    let task: CodingTask
    /// The code before the answer.
    let prefix: String
    /// The test that may be shown.
    let example: String
    /// Whether what passed is run a second time, in other surroundings.
    let isDifferential: Bool

    func evidence(for candidate: Candidate, scope: CheckScope) async throws -> Evidence {
        let room = CleanRoom(task: task, candidate: candidate, tests: FileTree())
        var evidence = Evidence(room)
        evidence.separation = VerdictPolicy.separation(of: task.form, stated: .c)
        guard let program = builds.runner.profile.program else {
            throw HarnessError(.suite, "\(task.id): the profile '\(builds.runner.profile.id)' does not say how one file is run")
        }
        guard let path = task.brief.singleDeliverable, let solution = room.delivered[path] else {
            evidence += .missingAnswer
            return evidence
        }
        let test = scope == .full ? task.hidden.oracle ?? "" : example
        let name = scope == .full ? "check" : "examples"
        let tree = try FileTree([program.file: prefix + solution + "\n" + test])
        let listing = SuiteListing.program(program.run)
        let source = ProjectSource(tree: tree, pristine: FileTree(), suites: [listing], name: name)
        var session = try await ProjectSession(source, of: task, by: builds)
        let outcome = try await session.build(program.build)
        evidence += outcome.evidence
        guard outcome.compiles else { return evidence }
        let built = BuiltProgram(
            session: session, listing: listing, test: ListedTest(name: name, path: program.file),
            hidden: scope == .full ? tree : FileTree())
        evidence += try await built.run(after: evidence.classes)
        if scope == .full, isDifferential, evidence.verdict == .passed {
            evidence.apply(try await runDifferentially(built, path: path))
        }
        return evidence
    }

    /// A program that compiled, and its one test.
    private struct BuiltProgram {
        var session: ProjectSession
        var listing: SuiteListing
        var test: ListedTest
        var hidden: FileTree

        func run(_ environment: [String: String] = [:], after earlier: Set<Verdict> = []) async throws -> Evidence {
            try await session.run(listing, environment: environment)
                .evidence(expected: [test], tree: session.source.tree, hidden: hidden, after: earlier)
        }
    }

    private func runDifferentially(_ built: BuiltProgram, path: String) async throws -> EvidenceCorrection {
        let second = try await built.run(DifferentialRun.surroundings())
        guard second.verdict != .passed else { return EvidenceCorrection() }
        let third = try await built.run()
        let isStable = third.verdict == .passed && !second.isLimited
        return DifferentialRun.correction(of: [built.test.name], isStable: isStable, path: path)
    }
}
