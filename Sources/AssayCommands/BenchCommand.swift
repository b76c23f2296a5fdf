import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssaySupport
import FoundationEssentials

/// `assay bench`: arms × tasks × seeds, planned and stored before the first call.
struct BenchCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Runs an experiment: arms × tasks × seeds, resumable, with paired statistics.",
        discussion: """
            Example:
              assay bench benchmarks/experiments/demo.yaml
              assay bench demo.yaml --plan
              assay bench demo.yaml -j 4
              assay bench demo.yaml --ablate multi-step
              assay bench demo.yaml --on slurm --shards 16 --partition main
              assay bench demo.yaml --replay fixtures/cassettes/demo.jsonl

            An experiment that was interrupted or killed goes on where it stopped when the same \
            command is given again; one that is done is shown again. Exit code 3 when attempts were lost to the harness.
            """)

    @Argument(help: "The experiment file.") var experiment: String
    @Flag(
        name: [.long, .customShort("n"), .customLong("dry-run")], help: "Print the plan and the differences that it can detect, then stop.")
    var plan = false
    @Flag(help: "Start a new run even if this experiment has a stored one.") var new = false
    @Option(help: ArgumentHelp("Instead of the file's arms, run this one with and without each of its phases.", valueName: "arm")) var ablate: String?
    @Option(help: "Run only the first N tasks.") var limit: Int?
    @OptionGroup var atOnce: JobsOption
    @OptionGroup(title: "On a cluster") var cluster: ClusterOptions
    @Option(help: ArgumentHelp("Make this part of the tasks only, in a database of its own; 'assay merge' joins them.", valueName: "i/n"))
    var shard: String?
    @OptionGroup var storage: StoreOption
    @Option(help: "Answer from this cassette instead of the models; with --record ask them only for what it lacks.") var replay: String?
    @Option(help: "Record every answer to this cassette.") var record: String?
    @Option(name: .shortAndLong, help: "Write the Markdown report here.") var output: String?
    @Flag(help: "Print the comparison as JSON.") var json = false
    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        if let shard {
            guard Shard(shard) != nil else { throw ValidationError("--shard is I/N: one of N parts, counted from 1, for example 2/4") }
            guard !new else { throw ValidationError("--shard with --new: the parts of a new run would not fit together; name a new --store instead") }
        }
        if cluster.on != nil, shard != nil || new || record != nil {
            throw ValidationError("--shard, --new and --record are for runs on this machine; --on slurm cuts the run itself")
        }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run() async throws {
        let isRecording = replay != nil && record == nil
        let read = try ExperimentSetup(experiment, ablate: ablate, limit: limit, recording: isRecording ? replay : nil)
        let file = read.file
        // Where the file names the tasks that it runs, the others are not asked for.
        if file.tasks.isEmpty { MalformedInput.tell(read.suite.malformed, of: "suite") }
        let path = try storage.store ?? file.store ?? (cluster.on == nil ? StoreOption.setting() : ".assay/\(file.name)-cluster.db")
        // A plan that is asked for is a result.
        func tell(_ text: String) { if plan { Console.error(text) } else { Console.note(text) } }
        if cluster.on != nil {
            tell("\(file.name): \(read.plan.outlook)")
            if !plan { try await runOnCluster(read, in: path) }
            return
        }
        let setup = await read.judged(by: file.judgingEnvironment(for: read.suite.tasks))
        tell("\(file.name): \(setup.plan.outlook)")
        for note in file.notes { Console.note("note: \(note)") }
        if let note = file.seedNote { tell(note) }
        for line in try RunEstimate(setup.plan, file, store: path).lines() { tell(line) }
        if plan { return }
        if isRecording { Console.note("answers come from the recording \(replay ?? ""), not from a live model") }
        try Recording.check(replay)
        let part = shard.flatMap { Shard($0) }
        let database = try Store(path: path)
        let run = try ExperimentRun.open(setup, in: database, new: new, recording: isRecording, shard: part)
        for message in [run.opening.message(run: run.id), run.renaming].compactMap(\.self) { Console.note(message) }
        try await run.execute(
            setup, replay: replay, record: record, in: database, jobs: atOnce.jobs, quiet: quiet, goOn: "; the same command goes on from here")
        if let part { return try finish(ShardResult(part, of: run.id, setup.plan, in: database), database) }
        try finish(run.id, database)
    }

    /// Says how one part of a run came out; only all parts together are compared.
    private func finish(_ result: ShardResult, _ database: Store) throws {
        Console.print(json ? try JSON.pretty(result) : "\(result)")
        Console.note("database: \(database.path); 'assay merge' joins it with those of the other shards")
        if result.lost > 0 {
            Console.error("\(result.lost) attempts were lost to the harness; the same command tries them again")
            throw CommandStatus(code: .unavailable)
        }
    }

    func finish(_ run: String, _ database: Store) throws {
        let results = try ExperimentResults.load(run, from: database)
        let markdown = MarkdownExperiment.render(
            results.document, command: "assay bench \(experiment)" + (replay.map { " --replay \($0)" } ?? ""))
        let target = output ?? "\(folder(of: database.path))\(run).md"
        try Files.write(markdown, to: target)
        if json {
            Console.print(try CompareCommand.json(of: results.document.comparisons))
        } else {
            Console.print(TerminalExperiment.render(results.document, width: Console.width))
        }
        Console.note("report:   \(target)")
        Console.note("database: \(database.path)  (run \(run))")
        Console.note("details:  assay show \(run) --store \(database.path)")
        if results.document.lost > 0 {
            Console.error("\(results.document.lost) attempts were lost to the harness; the same command tries them again")
            throw CommandStatus(code: .unavailable)
        }
        // An experiment whose arms cannot be compared has shown nothing.
        if !results.document.refusals.isEmpty { throw CommandStatus(code: .notComparable) }
    }

    private func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
