import ArgumentParser
import AssayCore
import AssayRender
import AssaySandbox
import AssaySuites
import AssayVerify
import FoundationEssentials

/// Suites in and out.
struct SuiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suite", abstract: "Checks a suite before it judges anybody.",
        subcommands: [Validate.self])

    /// `assay suite validate`.
    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every reference must pass and every stub must fail.",
            discussion: "Example:\n  assay suite validate fixtures/suites/demo")

        @Argument(help: "A suite folder or file.") var suite: String
        @Option(help: "Only these task ids (repeatable).") var task: [String] = []
        @OptionGroup var choice: SandboxChoice
        @Option(name: .shortAndLong, help: "Tasks at a time.") var jobs = 2
        @Flag(help: "Print JSON lines.") var json = false
        @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

        private struct Row: Codable, Sendable {
            var task: String
            var reference: Verdict?
            var stub: Verdict
            var admitted: Bool
        }

        func run() async throws {
            let loaded = try SuiteLoader.load(suite)
            let tasks = loaded.tasks.filter { task.isEmpty || task.contains($0.id) }
            guard !tasks.isEmpty else {
                Console.error("\(suite): no task is named \(task.joined(separator: ", "))")
                throw CommandStatus(code: .nothingSelected)
            }
            let progress = Progress(quiet: quiet)
            let jobs = jobs
            let sandbox = try choice.sandbox()
            let rows = try await Interruption.run {
                let bench = try await VerificationBench(
                    sandbox: sandbox, languages: tasks.languages, note: { Console.error($0) })
                return try await tasks.parallelMap(jobs: jobs) {
                    try await Self.check($0, bench)
                } each: { row in
                    progress.line(Self.describe(row))
                }
            }
            if json { for row in rows { Console.print(try JSON.line(row)) } }
            let bad = rows.filter { !$0.admitted }
            Console.print("\(rows.count - bad.count) of \(rows.count) tasks admitted")
            if !bad.isEmpty { throw CommandStatus(code: .negative) }
        }

        private static func check(
            _ task: CodingTask, _ bench: VerificationBench
        ) async throws -> Row {
            let verifier = bench.verifier(for: task)
            var reference: Verdict?
            if let files = task.reference {
                let report = try await verifier.verify(Candidate(files: files), scope: .full)
                reference = report.verdict
                if !report.verdict.isSolved {
                    Console.error(TerminalReport.render(report, color: false, limit: 5))
                }
            }
            let stub = try await verifier.verify(Candidate(files: task.stub), scope: .full).verdict
            return Row(
                task: task.id, reference: reference, stub: stub,
                admitted: reference == .passed && !stub.isSolved)
        }

        private static func describe(_ row: Row) -> String {
            "\(row.admitted ? "✓" : "✗") \(row.task): reference \(row.reference?.rawValue ?? "missing"), stub \(row.stub.rawValue)"
        }
    }
}
