import ArgumentParser
import AssayCore
import AssayExperiments
import AssayStore
import AssaySupport

/// `assay reverify`: judges everything again that a stored run judged, and checks its log.
struct ReverifyCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverify",
        abstract: "Checks the log of a stored run and repeats its verdicts, without a model.",
        discussion: """
            Example:
              assay reverify latest
              assay reverify latest --log-only
            Ends with 0 when every verdict is as stored, with 1 when any differs.
            """)
    @Argument(help: "A run's id, the beginning of one, or 'latest'.") var run: String
    @OptionGroup var storage: StoreOption
    @Option(help: "The suite, if it has moved since the run.") var suite: String?
    @Flag(help: "Only compare log, verdicts and stored texts, without running anything.") var logOnly = false
    @OptionGroup var choice: SandboxChoice
    @Option(name: .shortAndLong, help: "Verifications at a time.") var jobs = 2
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var verbosity: VerbosityOptions

    /// The stable JSON of the command.
    private struct Outcome: Codable {
        var run: String
        var log: Int
        var verdicts: Int
        var differences: [AuditProblem]
        /// Attempts that a person should look at: everything flagged, and one in sixteen of the rest.
        var audit: [String]
    }

    func run() async throws {
        let database = try Store.existing(storage.path())
        let record = try database.experiment(run)
        let log = try database.audit(of: record.id)
        var differences = try database.auditProblems(of: record.id)
        if log.isEmpty { Console.error("run \(record.id) is from before runs had a log; only its verdicts are repeated") }
        let reverification = try await Reverification(of: record, in: database, suite: suite)
        if !logOnly { differences += try await repeated(reverification) }
        try show(
            Outcome(
                run: record.id, log: log.count, verdicts: logOnly ? 0 : reverification.count, differences: differences,
                audit: reverification.flagged.map(\.description)))
        if !differences.isEmpty { throw CommandStatus(code: .negative) }
    }

    private func repeated(_ reverification: Reverification) async throws -> [AuditProblem] {
        let progress = Progress(quiet: quiet)
        let sandbox = try choice.sandbox()
        let jobs = jobs
        defer { progress.finish() }
        return try await Interruption.run {
            let context = try await reverification.context(in: sandbox, note: { Console.error($0) })
            return try await reverification.differences(by: context, jobs: jobs, progress: progress)
        }
    }

    private func show(_ outcome: Outcome) throws {
        if json { return Console.print(try JSON.pretty(outcome)) }
        for one in outcome.differences { Console.print("✗ \(one.attempt): \(one.message)") }
        Console.print(
            "\(outcome.log) lines of the log, \(outcome.verdicts) verdicts repeated, \(outcome.differences.count) differences\n"
                + (outcome.audit.isEmpty ? "" : "to be looked at by a person: \(outcome.audit.joined(separator: ", "))"))
    }
}
