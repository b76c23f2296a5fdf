import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssaySupport

/// `show_attempt`: every step of one stored attempt.
struct ShowAttemptTool: Tool {
    let name = "show_attempt"
    let title = "Show a stored attempt"
    let description = """
        Shows what happened in one attempt of a stored run, step by step: the phases, what the models answered, what was verified, the findings and the patch. \
        What hidden checks found is counted, not shown.
        """
    let input = Schema.object(
        [
            "run": Schema.text("The run's id, the beginning of one, or 'latest'."), "task": Schema.text("The task."),
            "arm": Schema.text("The arm, where the run has several."), "seed": Schema.integer("The seed, where there are several.", 0...1e9),
            "store": Schema.text("The database of runs, inside the client's roots (default: \(Store.usualPath))."),
            "full": Schema.flag("Prompts, answers and files in full (default: no)."),
        ], optional: ["task", "arm", "seed", "store", "full"])
    let output = Answer.schema

    struct Answer: Encodable {
        struct Step: Encodable {
            var phase: String
            var note: String
            var error: String?
            var tokens: Int
            var seconds: Double
            var findings: [String]
            var hiddenFindings: Int
        }
        var run: String
        var task: String
        var arm: String
        var seed: Int
        var status: AttemptStatus
        var verdict: Verdict?
        var tier: AssuranceTier?
        var rounds: Int
        var tokens: Int
        var seconds: Double
        var reason: String
        var steps: [Step]
        var patch: String?
    }

    @concurrent func call(_ arguments: ToolArguments, _ context: CallContext) async throws -> ToolAnswer {
        let store = try StoreFile.open(arguments.text("store") ?? Store.usualPath, try await context.roots())
        let record = try store.experiment(arguments.text("run") ?? "")
        let attempt = try Self.attempt(try store.attempts(of: record.id), arguments, run: record.id)
        var document = try AttemptDocument.load(attempt, of: record.id, from: store)
        await document.compareRounds()
        let hidden = document.steps.map { $0.findings.count(where: \.hidden) }
        document.steps = document.steps.map(\.withoutHidden)
        return try ToolAnswer(Answer(document, hidden: hidden), text: TerminalAttempt.render(document, full: arguments.flag("full")))
    }

    /// The one attempt that the arguments name.
    private static func attempt(_ all: [AttemptRecord], _ arguments: ToolArguments, run: String) throws -> AttemptRecord {
        let (task, arm, seed) = (arguments.text("task"), arguments.text("arm"), arguments.number("seed").map { Int($0) })
        let found = all.filter { (task ?? $0.key.task) == $0.key.task && (arm ?? $0.key.arm) == $0.key.arm && (seed ?? $0.key.seed) == $0.key.seed }
        if found.count == 1, let one = found.first { return one }
        let names = (found.isEmpty ? all : found).map { TerminalText.line("\($0.key.task) · \($0.key.arm) · seed \($0.key.seed)", limit: 100) }
        throw ToolError("run \(run): \(found.isEmpty ? "no such attempt; there are" : "say which attempt:") \(names.listed(atMost: 12))")
    }
}

extension AttemptDocument.Step {
    /// The step without what hidden checks found.
    fileprivate var withoutHidden: AttemptDocument.Step {
        var report = report
        report?.findings.removeAll(where: \.hidden)
        var step = AttemptDocument.Step(
            phase: phase, note: note, spentTokens: spentTokens, end: end, seconds: seconds, error: error, asked: asked, reply: reply,
            model: model, report: report, files: files)
        (step.cost, step.difference) = (cost, difference)
        return step
    }
}

extension ShowAttemptTool.Answer {
    /// The longest patch in characters.
    private static let longest = 40_000

    init(_ document: AttemptDocument, hidden: [Int]) {
        let (key, result) = (document.key, document.result)
        self.init(
            run: document.run, task: key.task, arm: key.arm, seed: key.seed, status: result.status, verdict: result.verdict, tier: result.tier,
            rounds: result.rounds, tokens: result.usage.total, seconds: result.seconds, reason: TerminalText.line(result.reason, limit: 400),
            steps: zip(document.steps, hidden).map { step, hidden in
                Step(
                    phase: step.phase.rawValue, note: TerminalText.line(step.note, limit: 300), error: step.error.map { TerminalText.line($0) },
                    tokens: step.spentTokens.total, seconds: step.seconds, findings: step.findings.prefix(20).map { TerminalText.line($0.message) },
                    hiddenFindings: hidden)
            },
            patch: document.patch.flatMap { $0.isEmpty ? nil : TerminalText.clean($0, limit: Self.longest) })
    }

    static let schema = Schema.object(
        [
            "run": ["type": "string"], "task": ["type": "string"], "arm": ["type": "string"], "seed": ["type": "integer"],
            "status": Schema.word("Whether it is done.", of: ["planned", "running", "done", "harness_error"]),
            "verdict": Schema.word("The verdict on all checks.", of: Verdict.allCases.map(\.rawValue)),
            "tier": Schema.word("How hard the verdict is to forge.", of: AssuranceTier.allCases.map(\.rawValue)), "rounds": Schema.integer("Fix rounds."),
            "tokens": Schema.integer("Tokens of all calls."), "seconds": Schema.number("The wall time."), "reason": Schema.text("Why it ended."),
            "steps": Schema.list(
                "The steps in their order.",
                of: Schema.object(
                    [
                        "phase": ["type": "string"], "note": ["type": "string"], "error": ["type": "string"], "tokens": ["type": "integer"],
                        "seconds": ["type": "number"], "findings": Schema.list("What was found.", of: ["type": "string"]),
                        "hidden_findings": Schema.integer("What hidden checks found, in number."),
                    ], optional: ["error"])),
            "patch": ["type": "string", "description": "The change that was delivered."],
        ], optional: ["verdict", "tier", "patch"])
}
