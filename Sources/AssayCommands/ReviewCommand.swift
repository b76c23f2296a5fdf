import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayModels
import AssayPipeline
import AssaySandbox
import AssayStatistics
import AssaySuites
import AssaySupport
import AssayVerify

/// `assay review`: what a reviewer says of answers whose truth is known.
struct ReviewCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Has answers reviewed by a model, runs the proof of each claim, and says how often the reviewer was right.",
        discussion: """
            The checks of the task decide whether an answer is wrong. As in a pipeline, the reviewer gets the answers that \
            pass the visible checks, and a claim counts when a call or test demonstrates it and a model that does not see \
            the code agrees.

            Example:
              assay review samples.jsonl --suite humaneval.jsonl --config benchmarks/experiments/reviewer.yaml

            Exit code 0 when no claim was confirmed, 1 when one was.
            """)
    @Argument(help: "The samples file.") var samples: String
    @Option(help: "The suite that the samples answer.") var suite: String
    @Option(help: "The file with models and roles; reviewer and analyst are asked (default: the nearest assay.yaml, over the user's own file).")
    var config: String?
    @Option(help: "The arm of the file to use (default: the last).") var arm: String?
    @Option(help: "Review at most this many wrong and this many right answers.") var each: Int?
    @Option(help: "The seed.") var seed = 1
    @Option(help: "Answer from this cassette instead of the models; with --record ask them only for what it lacks.") var replay: String?
    @Option(help: "Record every answer to this cassette.") var record: String?
    @Option(name: .shortAndLong, help: "Write the review of each answer to this file, as JSON Lines.") var output: String?
    @Flag(help: "Print the totals as JSON.") var json = false
    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        guard each.map({ $0 > 0 }) ?? true else { throw ValidationError("--each is at least 1") }
    }

    func run() async throws {
        let file = try ConfigurationLayers(ConfigurationPlaces(), named: config).projectFile()
        for note in file.notes { Console.note("note: \(note)") }
        let settings = try file.arm(arm, in: file.path)
        let suite = try SuiteLoader.load(suite)
        MalformedInput.tell(suite.malformed, of: "suite")
        let samples = try SampleFile(samples, suite: suite)
        MalformedInput.tell(samples.malformed, of: "samples")
        guard samples.count > 0 else {
            Console.error("\(self.samples): holds no samples")
            throw CommandStatus(code: .nothingSelected)
        }
        if let output { try Files.checkWritable(output) }
        let progress = Progress(quiet: quiet)
        let copy = self
        let (totals, lines) = try await Interruption.run {
            let context = try await VerificationContext.open(
                for: samples.answered, sandbox: JailSandbox(minimumIsolation: file.minimumIsolation, isolation: file.isolation),
                limits: samples.answered.areProjects ? file.projectLimits : file.limits, cache: VerdictCache(), note: { progress.line($0) })
            let review = SampleReview(settings: settings, seed: copy.seed, each: copy.each, verifiers: context)
            return try await ModelSession.withModels(
                file.models, replay: copy.replay, record: copy.record, say: { progress.line($0) }, malformed: { MalformedInput.tell($0, of: "cassette") }
            ) { client in
                try await review.run(samples, client: client) { totals, position in
                    let said = totals.confirmed
                    progress.update(
                        "\(position)/\(samples.count), \(totals.wrong + totals.right) reviewed │ found \(said.truePositives), false alarms \(said.falsePositives)"
                    )
                }
            }
        }
        progress.finish()
        if let output { try Files.write(lines.joined(separator: "\n") + "\n", to: output) }
        Console.print(json ? try JSON.pretty(totals) : totals.text(reviewer: settings.model(.reviewer)))
        if totals.confirmed.flagged > 0 { throw CommandStatus(code: .negative) }
    }
}
