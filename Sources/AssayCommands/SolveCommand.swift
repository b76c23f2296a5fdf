import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayPipeline
import AssayRender
import AssayRepositories
import AssayStore
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// `assay solve`: the pipeline on one task.
struct SolveCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Runs the pipeline on one task and shows the answer and its report.",
        discussion: """
            The task is one of a suite, or with --repo a change to a git repository. Then the work starts from the \
            last commit, and the answer is a patch. The tests of the folder's project are run first; they need not \
            pass, and what fails is told to the model. The working tree is changed only with --apply, if no file \
            differs from the commit and every check passed.

            Every prompt, answer and report is stored. A command that was interrupted or killed goes on when it is \
            given again, without asking twice for what was answered; one that is done shows its stored answer.

            Examples:
              assay solve fixtures/suites/demo/roman-numerals --config benchmarks/experiments/demo.yaml
              assay solve --repo . --task "Dates before 1970 are parsed wrongly" -o fix.patch
              assay solve --repo services/mail --task @issue.md --apply
              assay solve --repo . --task @issue.md --fetch   # first what the last commit depends on

            Exit code 0 when every check passed and no finding blocks, 1 when not.
            """)
    @Argument(help: "SUITE/TASK: a suite folder or file, a slash, a task id.") var name: String?
    @Option(help: "The git repository to work on, instead of SUITE/TASK.") var repo: String?
    @Option(help: "With --repo: the task, or @FILE with its text.") var task: String?
    @Flag(help: "With --repo: apply the patch when every check passed.") var apply = false
    @Option(help: "With --repo: the Python interpreter or environment that judges the project (default: an activated one).") var python: String?
    @OptionGroup var fetching: FetchFirst
    @Option(help: "The file with models, roles and pipeline (default: the nearest assay.yaml, over the user's own file).") var config: String?
    @Option(help: "The arm of the file to use (default: the last).") var arm: String?
    @Option(help: "The seed of the attempt, from 0, as 'assay show' has it: another one draws other answers.") var seed = 0
    @Flag(help: "Ask again even if the same command has a stored answer.") var new = false
    @OptionGroup var storage: StoreOption
    @Option(help: "Answer from this cassette instead of the models; with --record ask them only for what it lacks.") var replay: String?
    @Option(help: "Record every answer to this cassette.") var record: String?
    @Option(name: .shortAndLong, help: "Write the answer's files below this folder; with --repo the patch to this file.") var output: String?
    @Flag(help: "Print the report as JSON.") var json = false
    @Flag(help: "Print what prompts would show of the task and its files, and end; no test runs and no model is asked.") var showContext = false
    @OptionGroup var verbosity: VerbosityOptions

    private static let lastSeed = 999_999

    func validate() throws {
        guard (name == nil) != (repo == nil) else { throw ValidationError("name SUITE/TASK, or --repo DIR with --task") }
        guard (repo == nil) == (task == nil) else { throw ValidationError("--repo and --task belong together") }
        guard task.map({ !$0.trimmed.isEmpty }) ?? true else {
            throw ValidationError("--task has no words; say what is to change, or name a file that does: --task @FILE")
        }
        guard !apply || repo != nil else { throw ValidationError("--apply is for --repo") }
        guard python == nil || repo != nil else { throw ValidationError("--python is for --repo: tasks of a suite have their own") }
        guard !fetching.isAsked || repo != nil else { throw ValidationError("--fetch is for --repo: tasks of a suite depend on nothing to fetch") }
        guard (0...Self.lastSeed).contains(seed) else { throw ValidationError("--seed is a number from 0 to \(Self.lastSeed), not \(seed)") }
    }

    func run() async throws {
        let file = try ConfigurationLayers(ConfigurationPlaces(), named: config).projectFile()
        for note in file.notes { Console.note("note: \(note)") }
        if repo != nil, let output { try Files.checkWritable(output) }
        let named = try await subject()
        if showContext { return Console.print(try TaskContext(named.task.brief, file.arm(arm, in: file.path)).text) }
        let subject = try await fetching.isAsked ? withDependencies(named, by: file) : named
        let isRecording = replay != nil && record == nil
        let asked = try ExperimentSetup(file, solving: subject, by: arm, seed: seed, recording: isRecording ? replay : nil)
        let profiles: [ToolchainProfile]? = if let python { try await PythonInterpreter.profiles(named: python) } else { nil }
        let setup = await asked.judged(by: file.judgingEnvironment(for: [subject.task], with: profiles), with: profiles)
        try Recording.check(replay)
        let database = try Store(path: storage.store ?? file.store ?? Store.usualPath)
        let run = try ExperimentRun.open(setup, in: database, new: new, recording: isRecording)
        switch run.opening {
        case .resumed: Console.note("run \(run.id) was begun before and goes on; what was answered is not asked for again")
        case .finished: Console.note("run \(run.id) has done this already and is shown again; --new asks again")
        case .planned, .another: break
        }
        try await run.execute(
            setup, replay: replay, record: record, in: database, quiet: quiet, goOn: "; the same command goes on from here")
        try await finish(SolvedAttempt(of: run.id, from: database), subject, database)
    }

    /// Shows the answer, its report and what they cost, and applies a patch.
    private func finish(_ solved: SolvedAttempt, _ subject: SolveSubject, _ database: Store) async throws {
        if !quiet { Console.error("total      \(solved.spent); \(solved.result.reason)") }
        try show(solved)
        let place = database.path == Store.usualPath ? "" : " --store \(Text.shellLine([database.path]))"
        Console.note("stored:    run \(solved.run) in \(database.path)")
        Console.note("prompts:   assay show \(solved.run) --full\(place)")
        guard solved.isSolved else {
            if apply { Console.error("not applied, because not every check passed or a finding blocks") }
            throw CommandStatus(code: .negative)
        }
        guard apply, let work = subject.work, let patch = solved.patch, !patch.isEmpty else { return }
        try await work.repository.apply(patch)
        Console.error("applied to \(work.repository.root); look at it with 'git diff'")
    }

    private func show(_ solved: SolvedAttempt) throws {
        guard let candidate = solved.candidate, let report = solved.report else {
            return Console.error("the models gave no usable answer")
        }
        if let output, let patch = solved.patch { try Files.write(patch, to: output) }
        if let output, solved.patch == nil { try write(candidate.files, below: output) }
        if json {
            return Console.print(try solved.patch.map { try JSON.pretty(RepositoryAnswer(run: solved.run, patch: $0, report: report)) } ?? JSON.pretty(report))
        }
        if let patch = solved.patch {
            Console.print(TerminalText.clean(patch, limit: 1 << 20))
        } else {
            for path in candidate.files.paths { Console.print("── \(path)\n\(TerminalText.clean(candidate.files[path] ?? ""))") }
        }
        Console.print(TerminalReport.render(report, color: Console.color, width: Console.width, showsAll: verbose))
        if let blocks = TerminalBlockers.render(report, confirmed: solved.confirmed, isSolved: solved.isSolved, width: Console.width) { Console.print(blocks) }
    }

    private func write(_ files: FileTree, below folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FolderWriter.write(files, to: folder)
        } catch {
            throw InputError(folder, "the answer cannot be written there: \(error)", kind: .unwritable)
        }
    }
}
