import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayModels
import AssayPipeline
import AssayRender
import AssayRepositories
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayToolchains
import AssayVerify
import FoundationEssentials

/// `assay solve`: the pipeline on one task.
struct SolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Runs the pipeline on one task and shows the answer and its report.",
        discussion: """
            The task is one of a suite, or with --repo a change to a git repository. Then the work starts from the \
            last commit, the repository's own tests must pass, and the answer is a patch. The working tree is \
            changed only with --apply, if it is clean and every check passed.

            Examples:
              assay solve fixtures/suites/demo/roman-numerals --config benchmarks/experiments/demo.yaml
              assay solve --repo . --task "Dates before 1970 are parsed wrongly" -o fix.patch
              assay solve --repo . --task @issue.md --apply

            Exit code 0 when every check passed, 1 when not.
            """)
    @Argument(help: "SUITE/TASK: a suite folder or file, a slash, a task id.") var name: String?
    @Option(help: "The git repository to work on, instead of SUITE/TASK.") var repo: String?
    @Option(help: "With --repo: the task, or @FILE with its text.") var task: String?
    @Flag(help: "With --repo: apply the patch when every check passed.") var apply = false
    @Option(help: "The file with models, roles and pipeline.") var config = "assay.yaml"
    @Option(help: "The arm of the file to use (default: the last).") var arm: String?
    @Option(help: "The seed.") var seed = 1
    @Option(help: "Answer from this cassette instead of the models; with --record ask them only for what it lacks.") var replay: String?
    @Option(help: "Record every answer to this cassette.") var record: String?
    @Option(name: .shortAndLong, help: "Write the answer's files below this folder; with --repo the patch to this file.") var output: String?
    @Flag(help: "Print the report as JSON.") var json = false
    @Flag(help: "Print what prompts would show of the task and its files, and end; no test runs and no model is asked.") var showContext = false
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    func validate() throws {
        guard (name == nil) != (repo == nil) else { throw ValidationError("name SUITE/TASK, or --repo DIR with --task") }
        guard (repo == nil) == (task == nil) else { throw ValidationError("--repo and --task belong together") }
        guard !apply || repo != nil else { throw ValidationError("--apply is for --repo") }
    }

    func run() async throws {
        let file = try ProjectFile.load(config)
        for note in file.notes { Console.error("note: \(note)") }
        let settings = try file.arm(arm, in: config)
        if let repo { return try await onRepository(repo, file, settings) }
        guard let (candidate, report) = try await answer(SuiteLoader.task(named: name ?? ""), file, settings) else {
            Console.error("the models gave no usable answer")
            throw CommandStatus(code: .negative)
        }
        try show(candidate, report)
        if !report.verdict.isSolved { throw CommandStatus(code: .negative) }
    }

    /// Runs the pipeline; nil when the models gave no usable answer.
    private func answer(
        _ coding: CodingTask, _ file: ProjectFile, _ settings: PipelineSettings, showingFailures: Bool = false
    ) async throws -> (Candidate, ReviewReport)? {
        if showContext { throw CleanExit.message(try TaskContext(coding.brief, settings).text) }
        let progress = Progress(quiet: quiet)
        let copy = self
        let judged = try await Interruption.run { () -> JudgedAttempt in
            let context = try await VerificationContext.open(
                for: [coding], sandbox: JailSandbox(minimumIsolation: file.minimumIsolation, isolation: file.isolation),
                limits: repo == nil ? file.limits : file.projectLimits,
                note: { progress.line($0) })
            var coding = coding
            if showingFailures {
                let now = try await context.verifier(for: coding).verify(Candidate(files: FileTree()), scope: .visible)
                progress.line("verify     before any change: \(now.verdict.rawValue)")
                if !now.verdict.isSolved { coding.brief.statement += "\n\n## Checks that fail now\n" + FailureText.describe(now) }
            }
            let asked = coding
            return try await ModelSession.withModels(
                file.models, replay: copy.replay, record: copy.record, say: { progress.line($0) }, malformed: { MalformedInput.tell($0, of: "cassette") }
            ) { client in
                let judged = try await AttemptRunner(verifiers: context, client: client).run(
                    asked, settings, seed: copy.seed, events: LiveEvents(progress: progress))
                progress.line("total      \(Self.spent(judged.result, settings)); \(judged.result.reason)")
                return judged
            }
        }
        progress.finish()
        guard let candidate = judged.candidate, let report = judged.report else { return nil }
        return (candidate, report)
    }

    private static func spent(_ result: AttemptResult, _ settings: PipelineSettings) -> String {
        let tokens = "\(result.usage.totalText) tokens, \(result.usage.cached) of them cached"
        guard let prices = settings.prices, let cost = result.cost else { return tokens }
        return "\(tokens), \(result.usage.estimated > 0 ? "≈" : "")\(Text.decimal(cost, 4)) \(prices.currency) by the prices of \(prices.version)"
    }

    /// Works on a repository's last commit and ends in a patch.
    private func onRepository(_ folder: String, _ file: ProjectFile, _ settings: PipelineSettings) async throws {
        if let output { try Files.checkWritable(output) }
        let work = try await RepositoryWork.open(folder, statement: TaskStatement.read(task ?? ""), layouts: ToolchainProfile.layouts())
        if let what = try await work.repository.difference() {
            guard !apply else { throw InputError(folder, "\(what); commit or stash them before --apply") }
            Console.error("note: \(what); the work starts from the commit and leaves the working tree alone")
        }
        guard let (candidate, report) = try await answer(work.task, file, settings, showingFailures: true) else {
            Console.error("the models gave no usable answer")
            throw CommandStatus(code: .negative)
        }
        let patch = try await work.patch(of: candidate)
        if let output { try Files.write(patch, to: output) }
        if json {
            Console.print(try JSON.pretty(RepositoryAnswer(patch: patch, report: report)))
        } else {
            Console.print(TerminalText.clean(patch, limit: 1 << 20) + "\n" + TerminalReport.render(report, color: Console.color))
        }
        guard report.verdict.isSolved else {
            if apply { Console.error("not applied, because not every check passed") }
            throw CommandStatus(code: .negative)
        }
        guard apply, !patch.isEmpty else { return }
        try await work.repository.apply(patch)
        Console.error("applied to \(work.repository.root); look at it with 'git diff'")
    }

    private func show(_ candidate: Candidate, _ report: ReviewReport) throws {
        if json {
            Console.print(try JSON.pretty(report))
        } else {
            for path in candidate.files.paths {
                Console.print("── \(path)\n\(TerminalText.clean(candidate.files[path] ?? ""))")
            }
            Console.print(TerminalReport.render(report, color: Console.color))
        }
        guard let output else { return }
        for path in candidate.files.paths {
            let full = "\(output)/\(path)"
            let folder = full.lastIndex(of: "/").map { String(full[..<$0]) } ?? output
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Files.write(candidate.files[path] ?? "", to: full)
        }
    }
}
