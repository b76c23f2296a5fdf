import AssayConfiguration
import AssayCore
import AssayPipeline
import AssaySandbox
import AssayStore
import AssaySupport
import AssayTestSupport
import AssayToolchains
import FoundationEssentials
import Synchronization
import Testing

@testable import AssayExperiments
@testable import AssayVerify

/// Passes everything, or breaks each time as a harness does.
private struct ScriptedVerifier: RepeatingVerifier, VerifierSource {
    var isBroken = false

    func verifier(of task: CodingTask, holdoutSeed: UInt64?) -> any RepeatingVerifier { self }
    func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]? { nil }
    func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        if isBroken { throw HarnessError(.sandbox, "the folder is gone") }
        return ReviewReport(
            task: "t", scope: scope, verdict: .passed, tier: .b, findings: [], checks: [CheckResult(id: "test", kind: .test, status: .passed)],
            limits: SandboxLimits(), toolchain: [:], policy: [], sandbox: SandboxSummary(), duration: 0)
    }
    func verify(_ candidate: Candidate, scope: CheckScope, reruns: Int) async throws(HarnessError) -> ReviewReport {
        try await verify(candidate, scope: scope)
    }
}

/// Answers every question with the same code.
private struct OneAnswer: ModelClient {
    func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        ModelReply(
            text: "```python\ndef f(x):\n    return x\n```", servedBy: request.model, usage: TokenUsage(prompt: 10, completion: 5), finish: "stop", seconds: 0)
    }
}

/// Shows nothing.
private struct Silent: ProgressSink {
    func update(_ text: String) {}
    func line(_ text: String) {}
    func finish() {}
}

@Suite struct ResumingTests {
    private func withStore(_ body: (Store) async throws -> Void) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try await body(Store(path: folder + "/a.db"))
    }

    private static func environment(
        _ level: IsolationLevel = .full, python: String = "/usr/bin/python3", policies: String = "p"
    ) throws -> JudgingEnvironment {
        let profile = try #require(try ToolchainProfile.known().first { $0.language == .python })
        return JudgingEnvironment([ResolvedToolchain(profile, paths: ["python3": python])], policies: policies, isolationLevel: level)
    }

    @Test("a run that was judged by other tools or behind a weaker sandbox is not gone on with, and what changed is named")
    func judges() async throws {
        try await withStore { store in
            func open(_ environment: JudgingEnvironment) throws -> ExperimentRun {
                try ExperimentRun.open(Changed().setup.judged(by: environment), in: store, new: false, recording: false)
            }
            let first = try open(Self.environment()).id
            #expect(try open(Self.environment()).id == first)
            try store.begin(try #require(try store.attempts(of: first).first).id)
            let compiler = #expect(throws: RunChanged.self) { try open(Self.environment(python: "/opt/python3")) }
            #expect(compiler?.changes == ["one: judged by python python3: /usr/bin/python3 → /opt/python3"])
            let level = #expect(throws: RunChanged.self) { try open(Self.environment(.noCgroup)) }
            #expect(level?.changes == ["one: judged by isolation level: full → no-cgroup"])
            let policies = #expect(throws: RunChanged.self) { try open(Self.environment(policies: "q")) }
            #expect(policies?.changes == ["one: judged by sandbox policies: p → q"])
        }
    }

    @Test("a run that was stored without what judged it is read, and not gone on with")
    func withoutJudges() async throws {
        try await withStore { store in
            let setup = try Changed().setup
            let first = try ExperimentRun.open(setup, in: store, new: false, recording: false).id
            try store.begin(try #require(try store.attempts(of: first).first).id)
            let judged = try setup.judged(by: Self.environment())
            let error = #expect(throws: RunChanged.self) { try ExperimentRun.open(judged, in: store, new: false, recording: false) }
            #expect(error?.changes.contains("one: judged by isolation level: unknown → full") == true)
            #expect(try store.attempts(of: first).count == 1)
        }
    }

    @Test("only toolchains of the tasks' languages judge, in the versions that they tell of themselves")
    func probed() async throws {
        let tasks = try Changed().setup.suite.tasks
        let environment = await JudgingEnvironment.probe(for: tasks, sandbox: LevelSandbox(level: .noCgroup))
        let tools = environment.parts.filter { $0.key.hasPrefix("judged by python ") }
        #expect(tools.count == environment.parts.count - 2 && environment.parts["judged by isolation level"] == "no-cgroup")
        #expect(tools.values.contains { $0.hasPrefix("Python 3.") && $0.contains("(/") }, "\(tools)")
        let nowhere = await JudgingEnvironment.probe(for: [], sandbox: LevelSandbox())
        #expect(nowhere.parts == ["judged by isolation level": "unknown", "judged by sandbox policies": ""])
    }

    /// A sandbox whose first runs fail, as on a machine under load.
    private final class Faltering: Sandbox {
        private let runs = Mutex(0)
        private let failures: Int

        init(failures: Int) { self.failures = failures }

        func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult {
            let number = runs.withLock { count in
                count += 1
                return count
            }
            return try await LevelSandbox(level: number > failures ? .full : nil).run(command)
        }

        func runJoined(_ first: SandboxCommand, _ second: SandboxCommand) async throws(SandboxError) -> (SandboxResult, SandboxResult) {
            throw SandboxError(.launcher, "runs nothing")
        }
    }

    @Test("a sandbox that fails once is asked again, and a run is planned only where it is known what judges")
    func faltering() async throws {
        try await withStore { store in
            let environments = [await JudgingEnvironment.probe(for: [], sandbox: Faltering(failures: 1)), .init([], policies: nil, isolationLevel: .full)]
            #expect(environments[0].parts["judged by isolation level"] == "full")
            let nowhere = await JudgingEnvironment.probe(for: [], sandbox: LevelSandbox())
            for environment in [nowhere, environments[1]] {
                let error = #expect(throws: HarnessError.self) {
                    try ExperimentRun.open(Changed().setup.judged(by: environment), in: store, new: true, recording: false)
                }
                #expect(error?.code == .sandbox)
            }
            let good = try Changed().setup.judged(by: environments[0])
            #expect(try store.newest(digest: good.plan.digest, recording: false) == nil)
            _ = try ExperimentRun.open(good, in: store, new: false, recording: false)
        }
    }

    @Test("a run whose experiment or arms have other names goes on under its own, and says so")
    func names() async throws {
        try await withStore { store in
            let first: String
            do {
                let run = try ExperimentRun.open(Changed().setup, in: store, new: false, recording: false)
                first = run.id
                #expect(run.renaming == nil)
            }
            let run = try ExperimentRun.open(Changed(name: "f", arm: "uno").setup, in: store, new: false, recording: false)
            #expect(run.id == first && run.renaming?.contains("'e' with the arms one") == true)
            let good = ScriptedVerifier()
            try await run.execute(AttemptRunner(verifiers: good, client: OneAnswer()), progress: Silent()) { _ in }
            let attempts = try store.attempts(of: first)
            #expect(attempts.map(\.key.arm) == ["one"] && attempts.allSatisfy { $0.result.status == .done })
        }
    }

    /// A setup of arms that differ in their model, in order.
    private func arms(_ arms: [(name: String, model: String)]) throws -> ExperimentSetup {
        let text = """
            name: e
            models:
            \(arms.map { "  \($0.model): {provider: openai-compatible, base_url: \"http://127.0.0.1:1/v1\", model: \($0.model)}" }.joined(separator: "\n"))
            arms:
            \(arms.map { "  \($0.name): {pipeline: {kind: single-pass}, roles: {implementer: \($0.model)}}" }.joined(separator: "\n"))
            """
        return ExperimentSetup(try ProjectFile.load("e.yaml", text: text), try Changed().setup.suite, at: "suite")
    }

    @Test(
        "names that stand for other arms than before take over no stored run, and each name's old and new settings are told",
        arguments: [
            ["b", "a", "c"], ["b", "c", "a"], ["b", "d", "c"], ["a", "c", "d"],
        ])
    func exchanged(_ names: [String]) async throws {
        try await withStore { store in
            let models = ["m1", "m2", "m3"]
            let first = try ExperimentRun.open(arms(Array(zip(["a", "b", "c"], models))), in: store, new: false, recording: false).id
            try store.begin(try #require(try store.attempts(of: first).first).id)
            let setup = try arms(Array(zip(names, models)))
            let error = #expect(throws: RunChanged.self) { try ExperimentRun.open(setup, in: store, new: false, recording: false) }
            #expect(error?.changes.first == "arms: a, b, c → \(names.joined(separator: ", "))", "\(String(describing: error))")
            let moved = try #require(zip(names, models).first { name, model in ["a": "m1", "b": "m2", "c": "m3"][name].map { $0 != model } == true })
            let old = ["a": "m1", "b": "m2", "c": "m3"][moved.0] ?? ""
            #expect(error?.changes.contains("\(moved.0): implementer model: \(old) → \(moved.1)") == true, "\(String(describing: error))")
            let other = try ExperimentRun.open(setup, in: store, new: true, recording: false)
            #expect(other.id != first && other.renaming == nil)
        }
    }

    @Test("a try that the harness lost is judged again by fresh verifiers, which remember nothing of it")
    func retry() async throws {
        try await withStore { store in
            let run = try ExperimentRun.open(Changed().setup, in: store, new: false, recording: false)
            let opened = Mutex(0)
            let runner = AttemptRunner(verifiers: ScriptedVerifier(isBroken: true), client: OneAnswer()) {
                opened.withLock { $0 += 1 }
                return ScriptedVerifier()
            }
            try await run.execute(runner, progress: Silent()) { _ in }
            let attempts = try store.attempts(of: run.id)
            #expect(attempts.allSatisfy { $0.result.status == .done && $0.result.isSolved })
            #expect(attempts.map(\.tries) == [2] && opened.withLock { $0 } == 1)
        }
    }

    @Test("what opens verifiers may fail itself and be tried again")
    func reopening() async throws {
        try await withStore { store in
            let run = try ExperimentRun.open(Changed().setup, in: store, new: false, recording: false)
            let opened = Mutex(0)
            let runner = AttemptRunner(verifiers: ScriptedVerifier(isBroken: true), client: OneAnswer()) {
                let number = opened.withLock { count in
                    count += 1
                    return count
                }
                if number == 1 { throw HarnessError(.toolchain, "not yet") }
                return ScriptedVerifier()
            }
            try await run.execute(runner, progress: Silent()) { _ in }
            #expect(try store.attempts(of: run.id).map(\.tries) == [3])
        }
    }

    @Test("a scratch folder that somebody removes costs one try and no attempt")
    func scratchFolder() async throws {
        try await withStore { store in
            let task = CodingTask(
                brief: TaskBrief(id: "t", title: "t", statement: "s", language: .python, deliverables: ["a.py"]),
                form: .pythonFunction(entryPoint: "f", prelude: ""), hidden: HiddenChecks(oracle: "def check(c):\n    assert c(1) == 1\n"))
            let setup = ExperimentSetup(try Changed().setup.file, Suite(name: "s", tasks: [task]), at: "suite")
            let run = try ExperimentRun.open(setup, in: store, new: false, recording: false)
            let context = try await VerificationContext.open(for: [task], sandbox: JailSandbox())
            guard case .readOnly(let drivers, _) = context.drivers.mount else {
                Issue.record("the drivers are not shown read-only")
                return
            }
            try FileManager.default.removeItem(atPath: drivers)
            let runner = AttemptRunner(verifiers: context, client: OneAnswer()) { try await VerificationContext.open(for: [task], sandbox: JailSandbox()) }
            try await run.execute(runner, progress: Silent()) { _ in }
            let attempts = try store.attempts(of: run.id)
            #expect(attempts.map(\.tries) == [2] && attempts.allSatisfy(\.result.isSolved), "\(attempts.map(\.result))")
        }
    }
}
