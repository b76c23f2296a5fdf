import ArgumentParser
import AssayCore
import AssayExperiments
import AssayRender
import AssayRepositories
import AssaySuites
import AssaySupport
import AssayToolchains
import AssayVerify
import FoundationEssentials

extension ReportFormat: ExpressibleByArgument {}

/// `assay verify`: build, test and static checks without a model.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Builds, tests and statically checks code in the sandbox; no model.",
        discussion: """
            PATH is a project folder, or a JSON Lines file of samples (task_id with solution or \
            completion) together with --suite. Known are SwiftPM, pytest, doctest, CMake, Makefile, \
            plain C and C++, Cargo, Go modules, JUnit 5, node --test with JavaScript or TypeScript, and shell scripts.

            Example:
              assay verify ./my-package
              assay verify ./my-package --format sarif -o report.sarif
              assay verify ./my-package --patch fix.diff
              assay verify ./my-package --predictions preds.jsonl   # SWE-bench's form
              assay verify --repo . --base main   # what the working tree changes
              assay verify ./my-package --check mypy
              assay verify samples.jsonl --suite humaneval.jsonl -o samples.results.jsonl

            Exit code 0 when everything passed, 1 when not.
            """)

    @Argument(help: ArgumentHelp("A project folder or a samples file.", valueName: "path")) var place: String?
    @Option(help: "A git repository, together with --base; the same as naming its folder.") var repo: String?
    @Option(help: "The suite that the samples answer, or whose TASK the folder answers.")
    var suite: String?
    @Option(help: "With --suite: the folder answers this task.") var task: String?
    @Option(name: .shortAndLong, help: "Write results here: JSON Lines for samples, else by the ending or --format.")
    var output: String?
    @Option(help: "text, json, markdown, html, sarif, junit, ctrf or github (annotations).")
    var format: ReportFormat?
    @Option(help: "Say how findings stand to this earlier report (JSON).") var baseline: String?
    @Option(help: "Verify the folder with this patch, in the form of 'git diff'.") var patch: String?
    @Option(
        help: ArgumentHelp("Verify each of these patches, in SWE-bench's form, on the folder, or on the folder's folder of that instance.", valueName: "file"))
    var predictions: String?
    @Option(help: "Verify what the working tree changes since this git revision.") var base: String?
    @Option(help: "Draw the cases of a task with a generator from this seed, as an earlier report has it.") var holdoutSeed: UInt64?
    @Option(help: "Verify this many times more; what changes is flaky.") var rerun = 0
    @Flag(help: "Run what passed once more in another order and surroundings, as bench does; what differs has not passed.")
    var differential = false
    @Flag(inversion: .prefixedNo, help: "Use verdicts that are known: same toolchain, policies, limits, task and files.")
    var cache = true
    @Option(name: .customLong("check"), help: "Also run this static check: mypy, pyright or semgrep. Repeatable.")
    var checks: [String] = []
    @Option(name: .shortAndLong, help: "Verifications at a time.") var jobs = 2
    @Option(help: "Wall limit of one command in seconds.") var wall = 60.0
    @OptionGroup var choice: SandboxChoice
    @Flag(help: "Print JSON.") var json = false
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    private var path: String { place ?? repo ?? "" }

    func validate() throws {
        guard (place == nil) != (repo == nil) else { throw ValidationError("name a folder or a samples file, or --repo DIR with --base REV") }
        guard repo == nil || base != nil else { throw ValidationError("--repo needs --base REV to say what the change is against") }
        guard jobs > 0, jobs <= 64 else { throw ValidationError("--jobs is 1 to 64") }
        guard rerun >= 0, rerun <= 100 else { throw ValidationError("--rerun is 0 to 100") }
        guard [patch, base, predictions].count(where: { $0 != nil }) <= 1 else {
            throw ValidationError("--patch, --base and --predictions exclude each other")
        }
        let known = Set(((try? ToolchainProfile.known()) ?? []).flatMap(\.optionalChecks)).sorted()
        if let unknown = checks.first(where: { !known.contains($0) }) {
            throw ValidationError("--check '\(unknown)' is not known; known: \(known.joined(separator: ", "))")
        }
        guard wall > 0 else { throw ValidationError("--wall must be above zero") }
    }

    func run() async throws {
        let copy = self
        let verdicts = try await Interruption.run { try await copy.verify() }
        if verdicts.contains(.harnessError) { throw CommandStatus(code: .unavailable) }
        if verdicts.contains(where: { !$0.isSolved }) { throw CommandStatus(code: .negative) }
    }

    private var limits: SandboxLimits { SandboxLimits(wallSeconds: wall) }

    private func verify() async throws -> Set<Verdict> {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError(path, "no such file or folder")
        }
        if isFolder, let predictions { return try await verifyPredictions(Prediction.load(predictions), from: predictions) }
        if isFolder { return [try await verifyFolder()] }
        guard let suite else {
            throw ConfigurationError(
                description: "\(path): a samples file needs --suite FILE to say what it answers")
        }
        if let flag = [
            ("--format", format != nil), ("--baseline", baseline != nil), ("--patch", patch != nil), ("--base", base != nil),
            ("--predictions", predictions != nil),
        ]
        .first(where: \.1) {
            throw ConfigurationError(description: "\(path): \(flag.0) is for a folder, not for samples")
        }
        return try await verifySamples(SuiteLoader.load(suite))
    }

    private func verifyFolder() async throws -> Verdict {
        if let output { try Files.checkWritable(output) }
        let earlier = try baseline.map(Self.report)
        let subject = try await subject()
        let context = try await context(for: [subject.task])
        var report = try await context.verifier(for: subject.task, holdoutSeed: holdoutSeed).verify(subject.candidate, scope: .full, reruns: rerun)
        if let earlier { report = report.compared(to: earlier) }
        report.reproduce = Text.shellLine(["assay"] + CommandLine.arguments.dropFirst())
        if let output {
            let chosen = format ?? ReportFormat(fileName: output) ?? .json
            try Files.write(chosen.render(report), to: output)
        }
        let shown = json ? .json : output == nil ? format ?? .text : .text
        Console.print(try shown.render(report, color: Console.color))
        return report.verdict
    }

    /// What is verified: a folder as it is, as an answer to a task, or as a change.
    private func subject() async throws -> (task: CodingTask, candidate: Candidate) {
        if let patch {
            let change = try await RepositoryTask.patched(path, by: patch, layouts: ToolchainProfile.layouts())
            return (change.task, change.candidate)
        }
        if let base {
            let change = try await RepositoryTask.changed(in: path, since: base, layouts: ToolchainProfile.layouts())
            return (change.task, change.candidate)
        }
        guard let suite else { return (try ProjectTask.load(path, layouts: ToolchainProfile.layouts()), Candidate(files: FileTree())) }
        guard let task else {
            throw ConfigurationError(description: "a folder with --suite needs --task ID as well")
        }
        guard let found = try SuiteLoader.load(suite).tasks.first(where: { $0.id == task }) else {
            throw InputError(suite, "has no task '\(task)'")
        }
        return (found, Candidate(files: try FolderReader.read(path)))
    }

    private func context(for tasks: [CodingTask]) async throws -> VerificationContext {
        try await VerificationContext.open(
            for: tasks, sandbox: choice.sandbox(), limits: limits, cache: cache ? VerdictCache() : nil, differential: differential,
            checks: checks,
            note: { Console.error($0) })
    }

    private static func report(_ path: String) throws -> ReviewReport {
        do {
            return try JSON.decode(ReviewReport.self, String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw InputError(path, "is not a review report; write one with 'assay verify DIR -o report.json'")
        }
    }

    private func verifySamples(_ suite: Suite) async throws -> Set<Verdict> {
        let samples = try SampleFile(path, suite: suite)
        guard samples.count > 0 else {
            Console.error("\(path): holds no samples")
            throw CommandStatus(code: .nothingSelected)
        }
        let target = output ?? Files.resultsPath(for: path)
        try Files.checkWritable(target)
        let context = try await context(for: samples.answered)
        let reruns = rerun
        let progress = Progress(quiet: quiet)
        var results = try SampleResultsFile(count: samples.count)
        // As many batches for every job, and as large.
        let rounds = (samples.count + VerificationContext.batch * jobs - 1) / (VerificationContext.batch * jobs)
        let size = max(1, (samples.count + rounds * jobs - 1) / (rounds * jobs))
        // Answers to one task stand together, so that its test is prepared once for many.
        let order = samples.byTask
        let batches = stride(from: 0, to: order.count, by: size).map { order[$0..<min($0 + size, order.count)] }
        try await batches.parallelForEach(jobs: jobs) { batch in
            try await SampleResult.make(batch.map { try samples.sample($0) }, context, reruns: reruns)
        } each: { index, rows in
            for (position, row) in zip(batches[index], rows) { try results.add(row, at: position) }
            progress.update("✓ \(results.solved)  ✗ \(results.done - results.solved) │ \(results.done)/\(samples.count)")
        }
        progress.finish()
        return try write(results, to: target)
    }

    /// Judges patches one by one, each on the pristine project of its instance.
    private func verifyPredictions(_ predictions: [Prediction], from file: String) async throws -> Set<Verdict> {
        guard !predictions.isEmpty else {
            Console.error("\(file): holds no predictions")
            throw CommandStatus(code: .nothingSelected)
        }
        let target = output ?? Files.resultsPath(for: file)
        try Files.checkWritable(target)
        var judge = PredictionJudge(folder: path, reruns: rerun) { try await context(for: [$0]) }
        var results = try SampleResultsFile(count: predictions.count)
        let progress = Progress(quiet: quiet)
        for (position, prediction) in predictions.enumerated() {
            progress.update("\(prediction.instance) │ \(position)/\(predictions.count)")
            try results.add(await judge.judge(prediction), at: position)
        }
        progress.finish()
        return try write(results, to: target)
    }

    private func write(_ results: SampleResultsFile, to target: String) throws -> Set<Verdict> {
        try Files.write(to: target) { put in try results.forEach { try put($0 + "\n") } }
        if json {
            try results.forEach { Console.print($0) }
        } else {
            Console.print(results.summary(target: target))
        }
        return results.verdicts
    }
}
