import ArgumentParser
import AssayCore
import AssayExperiments
import AssayStore

/// `assay rerun`: a stored run once more, from its record alone.
struct RerunCommand: VerbosityCommand {
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
    @OptionGroup var atOnce: JobsOption
    @OptionGroup var storage: StoreOption
    @Option(help: "Answer from this cassette instead of the models.") var replay: String?
    @Option(help: "Record every answer to this cassette.") var record: String?
    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let database = try Store.existing(storage.path())
        let old = try database.experiment(run)
        let setup: ExperimentSetup
        do {
            let stored = try await Rerun.setup(of: old, in: database)
            setup = await stored.judged(by: stored.file.judgingEnvironment(for: stored.suite.tasks))
        } catch let error as NotComparable {
            Console.error("not comparable: \(error)")
            throw CommandStatus(code: .notComparable)
        }
        // The repetition may be judged by other tools: that is told, as it may be why verdicts differ.
        for change in try RunChanges.lines(from: old, in: database, to: setup) { Console.note("note: \(change)") }
        try Recording.check(replay)
        let new = try ExperimentRun.open(setup, in: database, new: true, recording: replay != nil && record == nil)
        try await new.execute(
            setup, replay: replay, record: record, in: database, jobs: atOnce.jobs, quiet: quiet, goOn: "; 'assay bench' with the same file goes on from here")
        Console.print("run \(new.id) repeats \(old.id)")
        try show(Rerun.compare(old.id, new.id, in: database))
        if try database.attempts(of: new.id).contains(where: { $0.result.status == .harnessError }) {
            throw CommandStatus(code: .unavailable)
        }
    }

    /// Prints for each arm whether the second run came out as the first.
    private func show(_ arms: [Rerun.Arm]) {
        for arm in arms {
            Console.print("\(arm.name): \(arm.attempts - arm.changes.count) of \(arm.attempts) attempts have the same verdict")
            for change in arm.changes {
                let (before, now) = (change.before?.rawValue ?? "–", change.now?.rawValue ?? "–")
                Console.print("  \(change.key.task) seed \(change.key.seed): \(before) → \(now)")
            }
        }
    }
}
