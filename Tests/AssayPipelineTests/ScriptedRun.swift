import AssayCore
import AssayPipeline
import AssaySandbox
import AssaySuites
import AssayTestSupport
import AssayVerify
import Testing

/// Keeps what happened, for assertions.
actor EventLog: EventSink {
    private(set) var notes: [String] = []
    private(set) var verdicts: [Verdict] = []
    private(set) var best: [Bool] = []
    /// Calls that a model answered, in order.
    private(set) var calls: [ModelCall] = []
    /// How many calls were answered by what was stored.
    private(set) var reused = 0
    func record(_ event: AttemptEvent) async throws(HarnessError) {
        switch event {
        case .phase(let phase, let note): notes.append("\(phase.rawValue): \(note)")
        case .verified(_, let report, _, let isBest):
            verdicts.append(report.verdict)
            best.append(isBest)
        case .sent: break
        case .call(let call): calls.append(call)
        case .reused: reused += 1
        }
    }
}

/// Verifies for all of these tests, really and in jails.
private let context = Task { try await VerificationContext(sandbox: JailSandbox(), languages: [.python]) }

/// Runs a pipeline on a task of the demo suite with scripted answers.
func runScripted(
    _ answers: [String], task id: String = "merge-intervals", earlier: EarlierCalls = EarlierCalls(), _ change: (inout PipelineSettings) -> Void = { _ in }
) async throws -> (AttemptOutcome, EventLog, ScriptedClient) {
    let suite = try SuiteLoader.load(Places.root + "/fixtures/suites/demo")
    let task = try #require(suite.tasks.first { $0.id == id })
    return try await runScripted(answers, on: task, earlier: earlier) {
        // The tests of plans and files are about those, also where a task names several symbols.
        $0.units = .files
        change(&$0)
    }
}

/// Runs a pipeline on a task with scripted answers, each of which costs as many tokens.
func runScripted(
    _ answers: [String], on task: CodingTask, earlier: EarlierCalls = EarlierCalls(), usage: TokenUsage = TokenUsage(prompt: 10, completion: 5),
    _ change: (inout PipelineSettings) -> Void = { _ in }
) async throws -> (AttemptOutcome, EventLog, ScriptedClient) {
    var settings = PipelineSettings(
        roles: ["analyst": "a", "planner": "a", "implementer": "b", "reviewer": "a", "fixer": "b"])
    settings.maxFixRounds = 2
    settings.review = true
    change(&settings)
    let client = ScriptedClient(answers, usage: usage)
    let log = EventLog()
    let context = try await context.value
    let attempt = try Attempt(
        brief: task.brief, settings: settings, client: client,
        verifier: context.verifier(for: task), events: log, seed: 1, earlier: earlier)
    return (try await attempt.run(), log, client)
}

/// Answers to the task of merging intervals.
enum Merge {
    static let plan =
        #"{"stages":[{"id":"s1","goal":"write it","depends_on":[],"files":["solution.py"],"provides":["merge"],"requires":[],"checks":["visible_tests"]}]}"#
    static let wrong = "```python\ndef merge(intervals):\n    return sorted(intervals)\n```"
    static let right = """
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
}

/// Answers to the task of low stock, which has two files.
enum Stock {
    static let twoStages =
        #"{"stages":[{"id":"s1","goal":"add low_stock","depends_on":[],"files":["shop/inventory.py"],"provides":["low_stock"],"requires":[],"checks":["build"]},{"id":"s2","goal":"use it","depends_on":["s1"],"files":["shop/report.py"],"provides":["stock_report"],"requires":["low_stock"],"checks":["visible_tests"]}]}"#
    static let inventory = """
        ```python
        def total(items):
            return sum(items.values())


        def low_stock(items, threshold):
            return sorted(name for name, count in items.items() if count < threshold)
        ```
        """
    static let stockReport = """
        ```python
        from shop.inventory import low_stock, total


        def stock_report(items, threshold=5):
            low = low_stock(items, threshold)
            return f"total: {total(items)}" + ("\\nlow: " + ", ".join(low) if low else "")
        ```
        """
}
