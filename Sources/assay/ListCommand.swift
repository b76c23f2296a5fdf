import ArgumentParser
import AssayCore
import AssayStore
import FoundationEssentials

/// `assay list`: what is stored.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the stored runs, the newest first.",
        discussion: "Example:\n  assay list --store .assay/assay.db")
    @Option(help: "The database.") var store = ".assay/assay.db"
    @Flag(help: "Print JSON.") var json = false

    private struct Row: Codable {
        var run: String
        var created: String
        var suite: String
        var arms: [String]
        var attempts: Int
        var done: Int
        var solved: Int
        var recording: Bool
    }

    func run() async throws {
        let database = try Store.existing(store)
        var rows: [Row] = []
        for record in try database.experiments() {
            let attempts = try database.attempts(of: record.id)
            rows.append(
                Row(
                    run: record.id,
                    created: Date(timeIntervalSince1970: record.created).formatted(.iso8601),
                    suite: record.suite, arms: try database.arms(of: record.id).map(\.name),
                    attempts: attempts.count, done: attempts.count { $0.status == "done" },
                    solved: attempts.count { $0.verdict == Verdict.passed.rawValue },
                    recording: record.recording))
        }
        if json {
            Console.print(try JSON.pretty(rows))
            return
        }
        guard !rows.isEmpty else {
            Console.error("\(store) holds no run yet")
            throw CommandStatus(code: .nothingSelected)
        }
        Console.print(
            Text.table(
                [["run", "created", "arms", "done", "solved", "suite"]]
                    + rows.map {
                        [
                            $0.run, $0.created, $0.arms.joined(separator: ", "),
                            "\($0.done)/\($0.attempts)", "\($0.solved)",
                            $0.suite + ($0.recording ? " (recording)" : ""),
                        ]
                    }))
    }
}
