import ArgumentParser
import AssayAdmission
import AssayCore
import AssaySuites
import AssaySupport
import AssayVerify
import FoundationEssentials

/// Suites in and out.
struct SuiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suite", abstract: "Checks suites before they judge candidates, and makes suites of larger tasks.",
        discussion: "Example:\n  assay suite validate fixtures/suites/demo",
        subcommands: [Validate.self, Compose.self])

    /// `assay suite validate`.
    struct Validate: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks that references pass, stubs fail, and tests find mutants of the references.",
            discussion: """
                Example:
                  assay suite validate fixtures/suites/demo
                  assay suite validate fixtures/suites/demo --task csv-line --mutants 100
                Equivalent mutants, which change nothing, can be listed in a task's task.yaml under 'equivalent'.
                """)

        @Argument(help: "A suite folder or file.") var suite: String
        @Option(help: "Only these task ids (repeatable).") var task: [String] = []
        @Option(help: "The largest number of mutants of each reference; 0 for none.") var mutants = 40
        @Option(help: "How often each reference is judged again, in changed environments.") var repetitions = 2
        @Flag(help: "Leave out evading stubs: at tier C, where only the exit code counts, they look like a solution.")
        var plainStubs = false
        @OptionGroup var choice: SandboxChoice
        @Option(name: .shortAndLong, help: "Tasks at a time.") var jobs = 2
        @Flag(help: "Print JSON lines.") var json = false
        @OptionGroup var verbosity: VerbosityOptions

        func validate() throws {
            guard mutants >= 0, repetitions >= 0 else { throw ValidationError("--mutants and --repetitions are numbers from 0 on") }
        }

        func run() async throws {
            let loaded = try SuiteLoader.load(suite)
            MalformedInput.tell(loaded.malformed, of: "suite")
            let tasks = loaded.tasks.filter { task.isEmpty || task.contains($0.id) }
            guard !tasks.isEmpty else {
                Console.error("\(suite): no task is named \(task.joined(separator: ", "))")
                throw CommandStatus(code: .nothingSelected)
            }
            let progress = Progress(quiet: quiet)
            let (jobs, mutants, repetitions, evasions) = (jobs, mutants, repetitions, !plainStubs)
            let sandbox = try choice.sandbox()
            let rows = try await Interruption.run {
                let context = try await VerificationContext.open(
                    for: tasks, sandbox: sandbox, limits: tasks.areProjects ? .project : SandboxLimits(), note: { Console.error($0) })
                let admission = SuiteAdmission(context: context, repetitions: repetitions, mutants: mutants, evasions: evasions)
                return try await tasks.parallelMap(jobs: jobs) {
                    try await admission.admit($0)
                } each: { row in
                    progress.line(Self.describe(row))
                    for survivor in row.survivors { progress.line("    not found: \(survivor)") }
                }
            }
            if json { for row in rows { Console.print(try JSON.line(row)) } }
            let admitted = rows.count(where: \.admitted)
            let (killed, all) = (rows.reduce(0) { $0 + $1.killed }, rows.reduce(0) { $0 + $1.mutants })
            let total =
                "\(admitted) of \(rows.count) tasks admitted"
                + (all == 0 ? "" : "; \(killed) of \(all) faults found (\(Text.percent(Double(killed) / Double(all))))")
            // Standard output has nothing but JSON where that was asked for.
            if json { Console.error(total) } else { Console.print(total) }
            if admitted < rows.count { throw CommandStatus(code: .negative) }
        }

        private static func describe(_ row: SuiteAdmission.Row) -> String {
            var parts = ["reference \(row.reference?.rawValue ?? "missing")"]
            if row.repetitions > 0 { parts.append("\(row.repetitions - row.flakes) of \(row.repetitions) times again") }
            let passing = row.stubs.filter(\.verdict.isSolved).map(\.id)
            parts.append(passing.isEmpty ? "\(row.stubs.count) stubs fail" : "passed by the stub \(passing.joined(separator: ", "))")
            if row.mutants > 0 { parts.append("\(row.killed) of \(row.mutants) faults found") }
            return "\(row.admitted ? "✓" : "✗") \(row.task): \(parts.joined(separator: ", "))"
        }
    }
}
