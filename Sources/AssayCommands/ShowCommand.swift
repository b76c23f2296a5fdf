import ArgumentParser
import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssaySupport

/// `assay show`: a run, a task in it, down to each model call and each finding.
struct ShowCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a run, or every step of one attempt in it.",
        discussion: """
            Example:
              assay show latest
              assay show latest/roman-numerals
              assay show demo-1a2b3c4d --task roman-numerals --arm multi-step --full
            """)
    @Argument(help: "A run's id, the beginning of one, or 'latest'; RUN/TASK for one task.") var run: String
    @Option(help: "Only this task, step by step.") var task: String?
    @Option(help: "Only this arm.") var arm: String?
    @OptionGroup var storage: StoreOption
    @Flag(help: "Prompts and answers in full.") var full = false
    @Flag(help: "Print JSON lines.") var json = false

    private struct Line: Codable {
        var task: String
        var arm: String
        var seed: Int
        var status: AttemptStatus
        var verdict: Verdict?
        var tier: AssuranceTier?
        var rounds: Int
        var calls: Int
        var tokens: Int
        var estimated: Bool
        var seconds: Double
        var stopped: String?
        var error: String?
    }

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let database = try Store.existing(storage.path())
        let (run, task) = split()
        let record = try database.experiment(run)
        let all = try database.attempts(of: record.id)
        if let task { try StoredRun.check(task: task, of: all.map(\.key.task).uniqued(), in: record.id) }
        if let arm { try StoredRun.check(arm: arm, of: all.map(\.key.arm).uniqued(), in: record.id) }
        let attempts = all.filter { (task == nil || $0.key.task == task) && (arm == nil || $0.key.arm == arm) }
        guard !attempts.isEmpty else {
            Console.error("run \(record.id) has no such attempt; 'assay show \(record.id)' lists them")
            throw CommandStatus(code: .nothingSelected)
        }
        if json {
            for attempt in attempts { Console.print(try JSON.line(line(attempt))) }
        } else if task == nil, !record.isSingle {
            if arm == nil { Console.print(try TerminalExperiment.render(ExperimentResults.load(record.id, from: database).document, width: Console.width)) }
            Console.print(table(attempts))
            if Console.color { hint("each step: assay show \(record.id)/TASK; with --full every prompt and answer") }
        } else {
            for attempt in attempts {
                var document = try AttemptDocument.load(attempt, of: record.id, from: database)
                await document.compareRounds()
                Console.print(TerminalAttempt.render(document, full: isFull, width: Console.width))
            }
            if !isFull { hint("--full shows every prompt and answer") }
        }
    }

    /// Whether prompts and answers are shown in full.
    private var isFull: Bool { full || verbose }

    /// Tells where there is more, to a person at a terminal or in a log.
    private func hint(_ text: String) { Console.note(text + (storage.store.map { " (--store \(Text.shellLine([$0])))" } ?? "")) }

    /// `RUN/TASK` is `RUN --task TASK`; a task's id may hold slashes itself.
    private func split() -> (String, String?) {
        guard task == nil, let slash = run.firstIndex(of: "/") else { return (run, task) }
        return (String(run[..<slash]), String(run[run.index(after: slash)...]))
    }

    private func line(_ attempt: AttemptRecord) -> Line {
        let (key, result) = (attempt.key, attempt.result)
        return Line(
            task: key.task, arm: key.arm, seed: key.seed, status: result.status, verdict: result.verdict, tier: result.tier,
            rounds: result.rounds, calls: result.calls, tokens: result.usage.total,
            estimated: result.usage.estimated > 0, seconds: result.seconds,
            stopped: result.stopped, error: result.error)
    }

    private func table(_ attempts: [AttemptRecord]) -> String {
        let rows = attempts.map { attempt in
            let (key, result) = (attempt.key, attempt.result)
            return [
                key.task, key.arm, "\(key.seed)", result.outcome, "\(result.calls)", result.usage.totalText,
                Text.decimal(result.seconds, 1), TerminalText.line(result.reason, limit: 60),
            ]
        }
        return Text.table(
            [["task", "arm", "seed", "verdict", "calls", "tokens", "seconds", "why it ended"]] + rows, width: Console.width)
    }
}
