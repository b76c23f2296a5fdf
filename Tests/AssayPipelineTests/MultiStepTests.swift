import AssayCore
import AssayPipeline
import AssaySandbox
import AssaySuites
import AssayTestSupport
import AssayVerify
import Testing

/// Keeps what happened, for assertions.
private actor EventLog: EventSink {
    private(set) var notes: [String] = []
    private(set) var verdicts: [Verdict] = []
    private(set) var best: [Bool] = []
    func record(_ event: AttemptEvent) async throws(HarnessError) {
        switch event {
        case .phase(let phase, let note): notes.append("\(phase.rawValue): \(note)")
        case .verified(_, let report, _, let isBest):
            verdicts.append(report.verdict)
            best.append(isBest)
        case .call: break
        }
    }
}

@Suite(.serialized) struct MultiStepTests {
    private static let bench = Task { try await VerificationBench(sandbox: JailSandbox(), languages: [.python]) }
    private static let plan =
        #"{"stages":[{"id":"s1","goal":"write it","depends_on":[],"files":["solution.py"],"provides":["merge"],"requires":[],"checks":["visible_tests"]}]}"#
    private static let wrong = "```python\ndef merge(intervals):\n    return sorted(intervals)\n```"
    private static let right = """
        ```python
        def merge(intervals):
            out = []
            for a, b in sorted(intervals):
                if out and a <= out[-1][1]:
                    out[-1][1] = max(out[-1][1], b)
                else:
                    out.append([a, b])
            return out
        ```
        """

    private func run(
        _ answers: [String], _ change: (inout PipelineSettings) -> Void = { _ in }
    ) async throws -> (AttemptOutcome, EventLog, ScriptedClient) {
        let suite = try SuiteLoader.load(Places.root + "/fixtures/suites/demo")
        let task = try #require(suite.tasks.first { $0.id == "merge-intervals" })
        var settings = PipelineSettings(
            roles: ["analyst": "a", "planner": "a", "implementer": "b", "reviewer": "a", "fixer": "b"])
        settings.maxFixRounds = 2
        change(&settings)
        let client = ScriptedClient(answers)
        let log = EventLog()
        let bench = try await Self.bench.value
        let attempt = try Attempt(
            brief: task.brief, settings: settings, client: client,
            verifier: bench.verifier(for: task), events: log, seed: 1)
        return (try await attempt.run(), log, client)
    }

    @Test("all phases run, and a failed check drives the fix")
    func fixes() async throws {
        let (outcome, log, client) = try await run([
            "- Sort the intervals by their start.", Self.plan, Self.wrong, Self.right, #"{"findings": []}"#,
        ])
        #expect(outcome.claimsDone)
        #expect(outcome.candidate?.files["solution.py"]?.contains("max(out") == true)
        #expect(await log.verdicts == [.failed, .passed])
        let prompts = await client.prompts
        #expect(prompts[3].contains("test_happy_overlap"))
        #expect(!prompts[3].contains("return sorted(intervals)"), "hide_code shows the report, not the code")
        #expect(!prompts.contains { $0.contains("assay-canary-") })
    }

    @Test("the best candidate wins, not the last")
    func ratchet() async throws {
        let half = "```python\ndef merge(intervals):\n    return [[1, 6], [8, 10]]\n```"
        let broken = "```python\ndef merge(intervals):\n    return 1 +\n```"
        let (outcome, log, _) = try await run(["- a point about sorting", Self.plan, half, broken, Self.wrong])
        #expect(!outcome.claimsDone)
        #expect(outcome.candidate?.files["solution.py"]?.contains("[1, 6]") == true)
        #expect(await log.best == [true, false, false])
    }

    @Test("a plan that stays flawed is said and never silently used")
    func flawedPlan() async throws {
        let (outcome, log, _) = try await run(
            ["- a point about sorting", "no", "{\"stages\": []}", "nonsense", Self.right, #"{"findings": []}"#])
        #expect(outcome.claimsDone)
        #expect(await log.notes.contains { $0.contains("no valid plan after 2 repairs") })
    }

    @Test("a review finding counts only when it was run and derived twice")
    func review() async throws {
        let claim =
            #"{"findings": [{"claim": "wrong", "call": "merge([[1, 4], [2, 3]])", "expected": "[[1, 4]]"}, {"claim": "made up", "call": "merge([])", "expected": "[[0, 0]]"}]}"#
        let (outcome, log, _) = try await run([
            "- a point about sorting", Self.plan, Self.right, claim, "Thinking.\nANSWER: []",
        ])
        #expect(outcome.claimsDone)
        #expect(await log.notes.count { $0.contains("refuted") } == 2)
    }

    @Test("a budget ends the attempt before the call that could exceed it")
    func budget() async throws {
        let (outcome, _, client) = try await run(["- a point about sorting"]) { $0.tokensPerTask = 200 }
        #expect(outcome.stopped.contains("budget"))
        #expect(await client.prompts.isEmpty)
    }

    @Test("a repeated answer is not verified again")
    func repeats() async throws {
        let (_, log, _) = try await run(["- a point about sorting", Self.plan, Self.wrong, Self.wrong, "# again\n" + Self.wrong])
        #expect(await log.verdicts.count == 1)
        #expect(await log.notes.contains { $0.contains("the same code again") })
    }
}
