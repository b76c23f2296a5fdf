import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayPipeline
import AssayStore
import AssaySuites
import AssaySupport

/// `assay rerun`: a stored run once more, from its record alone.
struct RerunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun", abstract: "Repeats a stored run from its record: same tasks, arms, seeds and order; then says what differs.",
        discussion: """
            The models are those of the experiment file as it was then. The suite must be the same, to the byte.

            Example:
              assay rerun latest
              assay rerun demo-1a2b3c4d --replay fixtures/cassettes/demo.jsonl

            Exit code 0 when the run could be repeated, whatever came out; 3 when attempts were lost to the harness, \
            4 when the suite has changed.
            """)
    @Argument(help: "A run's id, the beginning of one, or 'latest'.") var run: String
    @Option(help: "The database.") var store = ".assay/assay.db"
    @Option(help: "Answer from this cassette instead of the models.") var replay: String?
    @Option(help: "Record every answer to this cassette.") var record: String?
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    func run() async throws {
        let database = try Store.existing(store)
        let old = try database.experiment(run)
        let (file, suite) = try repeated(old, database)
        let again = try ExperimentRun.open(
            ExperimentPlan(file, suite, at: old.suite), file, suite, database, new: true, recording: replay != nil && record == nil)
        try await again.execute(replay: replay, record: record, quiet: quiet, goOn: "; 'assay bench' with the same file goes on from here")
        try tell(old, again.id, database)
    }

    /// The experiment as the record has it; what it was read from may have changed since.
    private func repeated(_ old: ExperimentRecord, _ database: Store) throws -> (ProjectFile, Suite) {
        guard let text = old.source else {
            throw InputError(old.id, "this run was stored by an older version, without its experiment file; run 'assay bench \(old.file) --new'")
        }
        var file = try ProjectFile.load(old.file, text: text)
        let settings = try database.settings(of: old.id)
        file.arms = try database.arms(of: old.id).map { arm in
            guard let own = settings[arm.name], own.digest == arm.digest else {
                throw InputError("\(old.id)/\(arm.name)", "its settings or prompts are those of another version of assay")
            }
            return (arm.name, own)
        }
        var suite = try SuiteLoader.load(old.suite)
        let tasks = Set(try database.attempts(of: old.id).map(\.task))
        suite.tasks = suite.tasks.filter { tasks.contains($0.id) }
        guard suite.digest == old.suiteDigest else {
            Console.error("not comparable: \(old.suite) is not the suite that was run (\(old.suiteDigest.prefix(12))) any more")
            throw CommandStatus(code: .notComparable)
        }
        return (file, suite)
    }

    /// Says for each arm whether the second run came out as the first.
    private func tell(_ old: ExperimentRecord, _ id: String, _ database: Store) throws {
        let (before, after) = (try database.attempts(of: old.id), try database.attempts(of: id))
        Console.print("run \(id) repeats \(old.id)")
        for arm in try database.arms(of: id).map(\.name) {
            let first = Dictionary(before.filter { $0.arm == arm }.map { ($0.cell, $0) }, uniquingKeysWith: { one, _ in one })
            let pairs = after.filter { $0.arm == arm }.compactMap { new in first[new.cell].map { (old: $0, new: new) } }
            let same = pairs.count { $0.old.verdict == $0.new.verdict }
            Console.print("\(arm): \(same) of \(pairs.count) attempts have the same verdict")
            for pair in pairs where pair.old.verdict != pair.new.verdict {
                Console.print("  \(pair.new.task) seed \(pair.new.seed): \(pair.old.verdict ?? "–") → \(pair.new.verdict ?? "–")")
            }
        }
        if after.contains(where: { $0.status == .harnessError }) { throw CommandStatus(code: .unavailable) }
    }
}
