import AssayConfiguration
import AssayCore
import AssayModels
import AssayPipeline
import AssayStore
import AssaySupport
import Synchronization

@testable import AssayExperiments

/// Answers with code that names the model which was asked; fails as often as it is told before its first answer.
final class CodeClient: ModelClient {
    private let failures: Mutex<Int>
    private let asked = Mutex(0)
    /// Called with the number of each call, from 1.
    private let onCall: @Sendable (Int) -> Void

    init(failures: Int = 0, onCall: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.failures = Mutex(failures)
        self.onCall = onCall
    }

    var calls: Int { asked.withLock { $0 } }

    func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        let number = asked.withLock { count in
            count += 1
            return count
        }
        onCall(number)
        let fails = failures.withLock { left in
            defer { left = max(0, left - 1) }
            return left > 0
        }
        if fails { throw ModelError(.unreachable, "no answer") }
        return ModelReply(
            text: "```python\n# \(request.model)\n```", servedBy: request.model, usage: TokenUsage(prompt: 10, completion: 5), finish: "stop", seconds: 0)
    }
}

/// Passes what the model `good` wrote; fails as a harness where it is told to.
struct NameVerifier: RepeatingVerifier, VerifierSource {
    var isBroken = false

    func verifier(of task: CodingTask, holdoutSeed: UInt64?) -> any RepeatingVerifier { self }
    func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]? { nil }
    func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        if isBroken { throw HarnessError(.sandbox, "the jail is gone") }
        let passes = candidate.files["a.py"]?.contains("# good") == true
        return ReviewReport(
            task: "t", scope: scope, verdict: passes ? .passed : .failed, tier: .b, findings: [],
            checks: [CheckResult(id: "test", kind: .test, status: passes ? .passed : .failed)], limits: SandboxLimits(), toolchain: [:], policy: [],
            sandbox: SandboxSummary(), duration: 0)
    }
    func verify(_ candidate: Candidate, scope: CheckScope, reruns: Int) async throws(HarnessError) -> ReviewReport {
        try await verify(candidate, scope: scope)
    }
}

/// Keeps the lines that stay.
final class Lines: ProgressSink {
    private let kept = Mutex<[String]>([])
    var all: [String] { kept.withLock { $0 } }
    func update(_ text: String) {}
    func line(_ text: String) { kept.withLock { $0.append(text) } }
    func finish() {}
}

/// An experiment of two arms, the baseline asking `good`, on tasks that are judged by who answered.
func scriptedSetup(tasks: Int, candidate: String = "bad", seeds: Int = 1, stop: StopRule = .fixed) throws -> ExperimentSetup {
    let text = """
        name: e
        stop: \(stop.rawValue)
        seeds: \(seeds)
        models:
          good: {provider: command, command: [none]}
          bad: {provider: command, command: [none]}
        arms:
          a: {pipeline: {kind: single-pass}, roles: {implementer: good}}
          b: {pipeline: {kind: single-pass}, roles: {implementer: \(candidate)}}
        """
    let suite = Suite(
        name: "s",
        tasks: (0..<tasks).map { number in
            CodingTask(
                brief: TaskBrief(id: "t\(number)", title: "t", statement: "Write it.", language: .python, deliverables: ["a.py"]),
                form: .program(prefix: "", example: ""), hidden: HiddenChecks())
        })
    return ExperimentSetup(try ProjectFile.load("e.yaml", text: text), suite, at: "suite")
}
