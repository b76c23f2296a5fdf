import ArgumentParser
import AssayCore
import AssayRender
import AssayStore

/// `assay show`: a run, a task in it, down to each model call and each finding.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a run, or every step of one attempt in it.",
        discussion: """
            Example:
              assay show latest
              assay show demo-1a2b3c4d --task roman-numerals --arm multi-step --full
            """)
    @Argument(help: "A run's id, the beginning of one, or 'latest'.") var run: String
    @Option(help: "Only this task, step by step.") var task: String?
    @Option(help: "Only this arm.") var arm: String?
    @Option(help: "The database.") var store = ".assay/assay.db"
    @Flag(help: "Prompts and answers in full.") var full = false
    @Flag(help: "Print JSON lines.") var json = false

    private struct Line: Codable {
        var task: String
        var arm: String
        var seed: Int
        var status: String
        var verdict: String?
        var tier: String?
        var rounds: Int
        var calls: Int
        var tokens: Int
        var seconds: Double
        var stopped: String?
        var error: String?
    }

    func run() async throws {
        let database = try Store.existing(store)
        let record = try database.experiment(run)
        let attempts = try database.attempts(of: record.id).filter {
            (task == nil || $0.task == task) && (arm == nil || $0.arm == arm)
        }
        guard !attempts.isEmpty else {
            Console.error("run \(record.id) has no such attempt; 'assay show \(record.id)' lists them")
            throw CommandStatus(code: .nothingSelected)
        }
        if json {
            for attempt in attempts { Console.print(try JSON.line(line(attempt))) }
        } else if task == nil {
            if arm == nil { Console.print(try ExperimentResults.load(record.id, from: database).terminal()) }
            Console.print(table(attempts))
        } else {
            for attempt in attempts { try show(attempt, database) }
        }
    }

    private func line(_ attempt: AttemptRecord) -> Line {
        Line(
            task: attempt.task, arm: attempt.arm, seed: attempt.seed, status: attempt.status,
            verdict: attempt.verdict, tier: attempt.tier, rounds: attempt.rounds,
            calls: attempt.calls, tokens: attempt.promptTokens + attempt.completionTokens,
            seconds: attempt.seconds, stopped: attempt.stopped, error: attempt.error)
    }

    private func table(_ attempts: [AttemptRecord]) -> String {
        Text.table(
            [["task", "arm", "seed", "verdict", "calls", "tokens", "seconds", "why it ended"]]
                + attempts.map {
                    [
                        $0.task, $0.arm, "\($0.seed)", $0.verdict ?? $0.status, "\($0.calls)",
                        "\($0.promptTokens + $0.completionTokens)", Text.decimal($0.seconds, 1),
                        TerminalText.line($0.stopped ?? $0.error ?? "", limit: 60),
                    ]
                })
    }

    private func show(_ attempt: AttemptRecord, _ database: Store) throws {
        Console.print("── \(attempt.task) · \(attempt.arm) · seed \(attempt.seed): \(attempt.verdict ?? attempt.status)")
        for event in try database.events(of: attempt.id) {
            var head = "  \(Text.pad(event.phase, 10)) \(TerminalText.line(event.note, limit: 300))"
            if event.tokens > 0 { head += "  (\(event.tokens) tokens, \(event.cached) cached, \(Text.decimal(event.seconds, 1)) s)" }
            Console.print(head)
            if let error = event.error { Console.print("      failed: \(TerminalText.line(error))") }
            if full, let request = event.request, let asked = try? JSON.decode(ModelRequest.self, request) {
                for message in asked.messages { Console.print(indented(message.content, "      > ")) }
            }
            if let reply = event.reply {
                Console.print(full ? indented(reply, "      < ") : "      < \(TerminalText.line(reply, limit: 160))")
            }
            if let text = event.report, let report = try? JSON.decode(ReviewReport.self, text) {
                for finding in report.findings.prefix(full ? 50 : 3) {
                    Console.print("      ! \(finding.hidden ? "(hidden) " : "")\(TerminalText.line(finding.message))")
                }
            }
            if full, let text = event.candidate, let candidate = try? JSON.decode(Candidate.self, text) {
                for path in candidate.files.paths {
                    Console.print("      = \(path)")
                    Console.print(indented(candidate.files[path] ?? "", "      | "))
                }
            }
        }
    }

    private func indented(_ text: String, _ margin: String) -> String {
        TerminalText.clean(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { margin + $0 }.joined(separator: "\n")
    }
}
