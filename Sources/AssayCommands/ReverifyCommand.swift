import ArgumentParser
import AssayCore
import AssayStore
import AssaySuites
import AssaySupport
import AssayVerify
import FoundationEssentials

/// `assay reverify`: judges everything again that a stored run judged, and checks its log.
struct ReverifyCommand: AsyncParsableCommand {
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
    @Option(help: "The database.") var store = ".assay/assay.db"
    @Option(help: "The suite, where it is not where the run had it.") var suite: String?
    @Flag(help: "Only compare log, verdicts and stored texts; run nothing.") var logOnly = false
    @OptionGroup var choice: SandboxChoice
    @Option(name: .shortAndLong, help: "Verifications at a time.") var jobs = 2
    @Flag(help: "Print JSON.") var json = false
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    /// The stable JSON of the command.
    private struct Outcome: Codable {
        var run: String
        var log: Int
        var verdicts: Int
        var differences: [AuditProblem]
        /// Cells that a person should look at: everything flagged, and one in sixteen of the rest.
        var audit: [String]
    }

    /// One deciding verification to repeat.
    private struct Item: Sendable {
        var cell: String
        var task: CodingTask
        var candidate: Candidate
        var report: ReviewReport
    }

    func run() async throws {
        let database = try Store.existing(store)
        let record = try database.experiment(run)
        let log = try database.audit(of: record.id)
        var differences = try database.auditProblems(of: record.id)
        if log.isEmpty { Console.error("run \(record.id) is from before runs had a log; only its verdicts are repeated") }
        let (items, flagged) = try items(of: record, in: database)
        if !logOnly { differences += try await repeated(items) }
        let outcome = Outcome(
            run: record.id, log: log.count, verdicts: logOnly ? 0 : items.count, differences: differences, audit: flagged)
        if json {
            Console.print(try JSON.pretty(outcome))
        } else {
            for one in differences { Console.print("✗ \(one.cell): \(one.message)") }
            Console.print(
                "\(log.count) lines of the log, \(outcome.verdicts) verdicts repeated, \(differences.count) differences\n"
                    + (flagged.isEmpty ? "" : "to be looked at by a person: \(flagged.joined(separator: ", "))"))
        }
        if !differences.isEmpty { throw CommandStatus(code: .negative) }
    }

    /// The deciding verifications of a run, and the cells that a person should look at.
    private func items(of record: ExperimentRecord, in database: Store) throws -> ([Item], [String]) {
        let path = suite ?? record.suite
        var tasks: [String: CodingTask] = [:]
        for task in try SuiteLoader.load(path).tasks { tasks[task.id] = task }
        var items: [Item] = []
        var flagged: [String] = []
        for attempt in try database.attempts(of: record.id) where attempt.status == .done {
            guard let task = tasks[attempt.task], task.digest == attempt.taskDigest else {
                throw InputError(path, "the task '\(attempt.task)' is not the one that the run judged; name the suite as it was with --suite")
            }
            let decided = try database.events(of: attempt.id).last { $0.scope == CheckScope.full.rawValue }
            guard let tree = decided?.candidate, let text = decided?.report else { continue }
            let report = try JSON.decode(ReviewReport.self, text)
            items.append(Item(cell: attempt.cell, task: task, candidate: try JSON.decode(Candidate.self, tree), report: report))
            if report.isSuspect || Digest.of(record.id, attempt.cell).hasPrefix("0") { flagged.append(attempt.cell) }
        }
        return (items, flagged)
    }

    /// Judges each item again and says what differs.
    private func repeated(_ items: [Item]) async throws -> [AuditProblem] {
        let progress = Progress(quiet: quiet)
        let sandbox = try choice.sandbox()
        let jobs = jobs
        defer { progress.finish() }
        return try await Interruption.run {
            let context = try await VerificationContext.open(
                for: items.map(\.task), sandbox: sandbox, limits: items.first?.report.limits ?? SandboxLimits(),
                differential: true, note: { Console.error($0) })
            var done = 0
            return try await items.parallelMap(jobs: jobs) { item in
                let seed = item.report.holdoutSeed.flatMap(UInt64.init)
                let again = try await context.verifier(for: item.task, holdoutSeed: seed).verify(item.candidate, scope: .full)
                return Self.difference(item, again)
            } each: { found in
                done += 1
                progress.update("\(done)/\(items.count)")
                if let found { progress.line("✗ \(found.cell): \(found.message)") }
            }.compactMap { $0 }
        }
    }

    private static func difference(_ item: Item, _ again: ReviewReport) -> AuditProblem? {
        if again.verdict != item.report.verdict {
            return AuditProblem(cell: item.cell, message: "was \(item.report.verdict.rawValue), is \(again.verdict.rawValue)")
        }
        func statuses(_ report: ReviewReport) -> [String: CheckStatus] {
            Dictionary(report.checks.filter { $0.kind != .staticCheck }.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
        }
        let (before, after) = (statuses(item.report), statuses(again))
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
        guard !changed.isEmpty else { return nil }
        return AuditProblem(cell: item.cell, message: "the same verdict by other checks: \(changed.prefix(5).joined(separator: ", "))")
    }
}
