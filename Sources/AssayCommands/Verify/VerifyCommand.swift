import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayRender
import AssaySuites
import AssaySupport
import AssayToolchains
import AssayVerify
import FoundationEssentials

extension ReportFormat: ExpressibleByArgument {}

/// `assay verify`: build, test and static checks without a model.
struct VerifyCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Builds, tests and statically checks code in the sandbox; no model.",
        discussion: """
            PATH is a project folder, or a JSON Lines file of samples (task_id with solution or \
            completion) together with --suite. Known are SwiftPM, pytest, unittest, doctest, CMake, Meson, \
            configure, Makefile, plain C and C++, Cargo, Go modules, Maven, JUnit 5, npm scripts and node --test \
            with JavaScript or TypeScript, and shell scripts.

            Example:
              assay verify ./my-package
              assay verify ./my-package --format sarif -o report.sarif
              assay verify ./my-package --patch fix.diff
              assay verify ./my-package --predictions preds.jsonl   # SWE-bench's form
              assay verify --repo . --base main   # what the working tree changes
              assay verify ./my-package --check mypy
              assay verify ./my-package --fetch   # what it depends on, in a jail of its own
              assay verify -v ./my-package   # nothing is folded
              assay verify samples.jsonl --suite humaneval.jsonl -o samples.results.jsonl

            Exit code 0 when everything passed, 1 when not.
            """)

    @Argument(help: ArgumentHelp("A project folder or a samples file.", valueName: "path")) var place: String?
    @Option(help: "A git repository, together with --base; the same as naming its folder.") var repo: String?
    @Option(help: "The suite that the samples answer, or whose TASK the folder answers.")
    var suite: String?
    @Option(help: "With --suite: the task that the folder answers.") var task: String?
    @Option(name: .shortAndLong, help: "Write results here: JSON Lines for samples (default: below .assay/results), else by extension or --format.")
    var output: String?
    @Option(help: "text, json, markdown, html, sarif, junit, ctrf or github (annotations).")
    var format: ReportFormat?
    @Option(help: "Compare findings with this earlier report (JSON): new, persisting, regressed or resolved.") var baseline: String?
    @Option(help: "Verify the folder with this patch, in the format of 'git diff'.") var patch: String?
    @Option(
        help: ArgumentHelp("Verify each patch of this file (SWE-bench's format) on the folder or its subfolder of the instance.", valueName: "file"))
    var predictions: String?
    @Option(
        help: ArgumentHelp("With --predictions: the data set's rows of the instances, for test_patch, FAIL_TO_PASS and PASS_TO_PASS.", valueName: "file"))
    var instances: String?
    @Option(help: "Verify the changes of the working tree since this git revision.") var base: String?
    @Option(help: "Generate the task's test cases from this seed, which an earlier report names.") var holdoutSeed: UInt64?
    @Option(help: "Repeat the verification this many times; a check whose outcome changes is flaky.") var rerun: Int?
    @Flag(help: "Run passed tests once more in another order and environment, as bench does; a test that then fails has not passed.")
    var differential = false
    @Flag(inversion: .prefixedNo, help: "Use cached verdicts of the same toolchain, policies, limits, task and files.")
    var cache = true
    @Option(name: .customLong("check"), help: "Also run this static check: mypy, pyright or semgrep. Repeatable.")
    var checks: [String] = []
    @Option(help: "The Python interpreter or environment that judges a project (default: an activated one), or a folder of one for each instance.")
    var python: String?
    @Option(name: .shortAndLong, help: "Verifications at a time.") var jobs = 2
    @OptionGroup var project: ProjectOptions
    @OptionGroup var limits: LimitOptions
    @OptionGroup var room: RoomOptions
    @OptionGroup var choice: SandboxChoice
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var verbosity: VerbosityOptions

    var path: String { place ?? repo ?? "" }

    /// What the configuration says of verifications; a file in the folder that is judged is a part of it, and says nothing of how.
    func settings() throws(ConfigurationError) -> ProjectFile {
        try ConfigurationLayers(ConfigurationPlaces(excluding: path)).verification()
    }

    func run() async throws {
        let copy = self
        let verdicts = try await Interruption.run { try await copy.verify() }
        if verdicts.contains(.harnessError) { throw CommandStatus(code: .unavailable) }
        if verdicts.contains(where: { !$0.isSolved }) { throw CommandStatus(code: .negative) }
    }

    private func verify() async throws -> Set<Verdict> {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError(path, "no such file or folder", kind: .missing)
        }
        if isFolder, let predictions { return try await verifyPredictions(PredictionFile(predictions), from: predictions) }
        if isFolder { return [try await verifyFolder()] }
        guard let suite else { throw ValidationError("\(path): \(Self.needsSuite)") }
        return try await verifySamples(SuiteLoader.load(suite))
    }

    private func verifyFolder() async throws -> Verdict {
        if let output { try Files.checkWritable(output) }
        let earlier = try baseline.map(Self.report)
        var report = try await projectReport()
        if let earlier { report = report.compared(to: earlier) }
        report.reproduce = Text.shellLine(["assay"] + CommandLine.arguments.dropFirst())
        if let output {
            let chosen = format ?? ReportFormat(fileName: output) ?? .json
            try Files.write(chosen.render(report, showsAll: project.all), to: output)
        }
        let shown = json ? .json : output == nil ? format ?? .text : .text
        Console.print(try shown.render(report, color: Console.color, width: Console.width, showsAll: project.all || verbose))
        if format == .github, let summary = JobSummary.file { try JobSummary.append(report, to: summary) }
        return report.verdict
    }

    private static func report(_ path: String) throws -> ReviewReport {
        let text = try TextFile.read(path)
        do {
            return try JSON.decode(ReviewReport.self, text)
        } catch {
            throw InputError(path, "is not a review report; write one with 'assay verify DIR -o report.json'")
        }
    }
}
