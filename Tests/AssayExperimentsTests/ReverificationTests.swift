import AssayConfiguration
import AssayCore
import AssayPipeline
import AssayStore
import AssaySuites
import AssaySupport
import AssayTestSupport
import Testing

@testable import AssayExperiments

/// Answers with code that names the model which was asked.
private struct NameClient: ModelClient {
    func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        ModelReply(
            text: "```python\n# \(request.model)\n```", servedBy: request.model, usage: TokenUsage(prompt: 10, completion: 5), finish: "stop",
            seconds: 0)
    }
}

/// Passes what one model wrote; the check that decides has a name.
private struct AcceptingVerifier: RepeatingVerifier, VerifierSource {
    var accepted = "good"
    var check = "test"

    func verifier(of task: CodingTask, holdoutSeed: UInt64?) -> any RepeatingVerifier { self }
    func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]? { nil }
    func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        let passes = candidate.files.paths.contains { candidate.files[$0]?.contains("# \(accepted)") == true }
        return ReviewReport(
            task: "t", scope: scope, verdict: passes ? .passed : .failed, tier: .b, findings: [],
            checks: [CheckResult(id: check, kind: .test, status: passes ? .passed : .failed)], limits: SandboxLimits(), toolchain: [:],
            policy: [], sandbox: SandboxSummary(), duration: 0)
    }
    func verify(_ candidate: Candidate, scope: CheckScope, reruns: Int) async throws(HarnessError) -> ReviewReport {
        try await verify(candidate, scope: scope)
    }
}

/// Shows nothing.
private struct NoProgress: ProgressSink {
    func update(_ text: String) {}
    func line(_ text: String) {}
    func finish() {}
}

@Suite struct ReverificationTests {
    private static let suite = Places.root + "/fixtures/suites/demo"

    /// A finished run of two arms on one task, of which one arm's answer passes.
    private func withRun(_ body: (ExperimentRecord, Store) async throws -> Void) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let store = try Store(path: folder + "/a.db")
        let text = """
            name: e
            models:
              good: {provider: command, command: [none]}
              bad: {provider: command, command: [none]}
            arms:
              a: {pipeline: {kind: single-pass}, roles: {implementer: good}}
              b: {pipeline: {kind: single-pass}, roles: {implementer: bad}}
            """
        var suite = try SuiteLoader.load(Self.suite)
        suite.tasks = Array(suite.tasks.prefix(1))
        let setup = ExperimentSetup(try ProjectFile.load("e.yaml", text: text), suite, at: Self.suite)
        let run = try ExperimentRun.open(setup, in: store, new: false, recording: false)
        try await run.execute(AttemptRunner(verifiers: AcceptingVerifier(), client: NameClient()), progress: NoProgress()) { _ in }
        try await body(store.experiment(run.id), store)
    }

    private func differences(_ record: ExperimentRecord, _ store: Store, by verifier: AcceptingVerifier) async throws -> [String] {
        let reverification = try await Reverification(of: record, in: store, suite: Self.suite)
        #expect(reverification.count == 2)
        return try await reverification.differences(by: verifier, jobs: 2, progress: NoProgress())
            .map { "\($0.attempt.prefix { $0 != "/" }): \($0.message)" }.sorted()
    }

    @Test("a verdict that is another one now is found, with both verdicts")
    func changed() async throws {
        try await withRun { record, store in
            let found = try await differences(record, store, by: AcceptingVerifier(accepted: "bad"))
            #expect(found == ["a: was passed, is failed", "b: was failed, is passed"])
        }
    }

    @Test("the same verdict by other checks is found, and equal ones are no difference")
    func checks() async throws {
        try await withRun { record, store in
            #expect(try await differences(record, store, by: AcceptingVerifier()).isEmpty)
            let found = try await differences(record, store, by: AcceptingVerifier(check: "other"))
            #expect(found.count == 2 && found.allSatisfy { $0.hasSuffix("the same verdict by other checks: other, test") }, "\(found)")
        }
    }

    @Test("a run of tasks that the suite does not have any more is refused")
    func otherSuite() async throws {
        try await withRun { record, store in
            let other = Places.root + "/fixtures/suites/programs"
            let error = await #expect(throws: InputError.self) { try await Reverification(of: record, in: store, suite: other) }
            #expect(error.map { "\($0)" }?.contains("is not the one that the run judged") == true)
        }
    }
}
