import ArgumentParser
import AssayCore
import AssayRender
import AssaySandbox
import AssaySuites
import AssayVerify
import FoundationEssentials

/// `assay verify`: build, test and static checks without a model.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Builds, tests and statically checks code in the sandbox; no model.",
        discussion: """
            PATH is a project folder (a SwiftPM package, or Python with pytest files), or a \
            JSON Lines file of samples (task_id with solution or completion) together with --suite.

            Example:
              assay verify ./my-package
              assay verify samples.jsonl --suite humaneval.jsonl -o samples.results.jsonl

            Exit code 0 when everything passed, 1 when not.
            """)

    @Argument(help: "A project folder or a samples file.") var path: String
    @Option(help: "The suite that the samples answer, or whose TASK the folder answers.")
    var suite: String?
    @Option(help: "With --suite: the folder answers this task.") var task: String?
    @Option(name: .shortAndLong, help: "Write results here (JSON Lines for samples).")
    var output: String?
    @Option(name: .shortAndLong, help: "Verifications at a time.") var jobs = 2
    @Option(help: "Wall limit of one command in seconds.") var wall = 60.0
    @OptionGroup var choice: SandboxChoice
    @Flag(help: "Print JSON.") var json = false
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    func validate() throws {
        guard jobs > 0, jobs <= 64 else { throw ValidationError("--jobs is 1 to 64") }
        guard wall > 0 else { throw ValidationError("--wall must be above zero") }
    }

    func run() async throws {
        let copy = self
        let verdicts = try await Interruption.run { try await copy.verify() }
        if verdicts.contains(.harnessError) { throw CommandStatus(code: .unavailable) }
        if verdicts.contains(where: { !$0.isSolved }) { throw CommandStatus(code: .negative) }
    }

    private var limits: SandboxLimits { SandboxLimits(wallSeconds: wall) }

    private func verify() async throws -> [Verdict] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError(path, "no such file or folder")
        }
        if isFolder { return [try await verifyFolder()] }
        guard let suite else {
            throw ConfigurationError(
                description: "\(path): a samples file needs --suite FILE to say what it answers")
        }
        return try await verifySamples(SuiteLoader.load(suite))
    }

    private func verifyFolder() async throws -> Verdict {
        if let output { try Files.checkWritable(output) }
        let coding: CodingTask
        var candidate = Candidate(files: FileTree())
        if let suite {
            guard let task else {
                throw ConfigurationError(description: "a folder with --suite needs --task ID as well")
            }
            let tasks = try SuiteLoader.load(suite).tasks
            guard let found = tasks.first(where: { $0.id == task }) else {
                throw InputError(suite, "has no task '\(task)'")
            }
            coding = found
            candidate = Candidate(files: try FolderReader.read(path))
        } else {
            coding = try ProjectTask.load(path)
        }
        let bench = try await VerificationBench(
            sandbox: choice.sandbox(), languages: [coding.brief.language], limits: limits)
        let report = try await bench.verifier(for: coding).verify(candidate, scope: .full)
        let text = try JSON.pretty(report)
        if let output { try Files.write(text + "\n", to: output) }
        Console.print(json ? text : TerminalReport.render(report, color: Console.color))
        return report.verdict
    }

    private func verifySamples(_ suite: Suite) async throws -> [Verdict] {
        let samples = try Sample.load(path, suite: suite)
        guard !samples.isEmpty else {
            Console.error("\(path): holds no samples")
            throw CommandStatus(code: .nothingSelected)
        }
        let target = output ?? Files.resultsPath(for: path)
        try Files.checkWritable(target)
        let bench = try await VerificationBench(
            sandbox: choice.sandbox(), languages: Set(samples.map { $0.1.brief.language }),
            limits: limits)
        let progress = Progress(quiet: quiet)
        var solved = 0
        var done = 0
        let rows = try await samples.parallelMap(jobs: jobs) { sample, task in
            try await SampleResult.make(sample, task, bench)
        } each: { row in
            done += 1
            solved += row.verdict.isSolved ? 1 : 0
            progress.update("✓ \(solved)  ✗ \(done - solved) │ \(done)/\(samples.count) │ \(row.taskID)")
        }
        progress.finish()
        try Files.write(rows.map { try $0.line() }.joined(separator: "\n") + "\n", to: target)
        if json {
            for row in rows { Console.print(try row.line()) }
        } else {
            Console.print(SampleResult.summary(rows, target: target))
        }
        return rows.map(\.verdict)
    }
}
