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
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Has answers reviewed by a model, runs the proof of each claim, and says how often the reviewer was right.",
        discussion: """
            An answer is wrong where its task's checks say so. The reviewer gets those that pass the checks which a pipeline
            sees, as there; its claims count when a call or test shows them and somebody who does not see the code agrees.

            Example:
              assay review samples.jsonl --suite humaneval.jsonl --config benchmarks/experiments/reviewer.yaml

            Exit code 0 when no claim was confirmed, 1 when one was.
            """)
    @Argument(help: "The samples file.") var samples: String
    @Option(help: "The suite that the samples answer.") var suite: String
    @Option(help: "The file with models and roles; reviewer and analyst are asked.") var config = "assay.yaml"
    @Option(help: "The arm of the file to use (default: the last).") var arm: String?
    @Option(help: "Review only the first so many wrong and so many right answers.") var each: Int?
    @Option(help: "The seed.") var seed = 1
    @Option(help: "Answer from this cassette instead of the models; with --record ask them only for what it lacks.") var replay: String?
    @Option(help: "Record every answer to this cassette.") var record: String?
    @Option(name: .shortAndLong, help: "Write what was said of each answer here, as JSON Lines.") var output: String?
    @Flag(help: "Print the totals as JSON.") var json = false
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    /// What was said of one sample.
    private struct Row: Encodable, Sendable {
        var taskId: String
        var sample: Int
        var verdict: Verdict
        var claims: [JudgedClaim]
    }

    private struct Totals: Encodable {
        var wrong = 0
        var right = 0
        /// An answer is said to be wrong by a claim that was confirmed.
        var confirmed = ReviewQuality()
        /// It is by any claim, as without proof one would have to take it.
        var claimed = ReviewQuality()
        /// Claims by what came of them.
        var claims: [String: Int] = [:]
        /// Answers that fail what a pipeline sees, and so never get to its reviewer.
        var failVisible = 0
        var usage = TokenUsage()

        mutating func add(isWrong: Bool, _ statuses: [ClaimStatus], _ used: TokenUsage) {
            if isWrong { wrong += 1 } else { right += 1 }
            confirmed.add(isDefective: isWrong, isFlagged: statuses.contains(.confirmed))
            claimed.add(isDefective: isWrong, isFlagged: !statuses.isEmpty)
            for status in statuses { claims[status.rawValue, default: 0] += 1 }
            usage = usage + used
        }
    }

    func validate() throws {
        guard each.map({ $0 > 0 }) ?? true else { throw ValidationError("--each is at least 1") }
    }

    func run() async throws {
        let file = try ProjectFile.load(config)
        for note in file.notes { Console.error("note: \(note)") }
        let settings = try file.arm(arm, in: config)
        let samples = try SampleFile(samples, suite: SuiteLoader.load(suite))
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
                limits: file.limits, cache: VerdictCache(), note: { progress.line($0) })
            return try await ModelSession.withModels(file.models, replay: copy.replay, record: copy.record, say: { progress.line($0) }) { client in
                var (totals, lines) = (Totals(), [String]())
                for position in 0..<samples.count {
                    let sample = try samples.sample(position)
                    let verifier = context.verifier(for: sample.task)
                    let verdict = try await verifier.verify(sample.candidate, scope: .full).verdict
                    let isWrong = !verdict.isSolved
                    if let each = copy.each, (isWrong ? totals.wrong : totals.right) >= each { continue }
                    guard [.passed, .incomplete].contains(try await verifier.verify(sample.candidate, scope: .visible).verdict) else {
                        totals.failVisible += 1
                        continue
                    }
                    let (claims, usage) = try await copy.attempt(sample, verifier, client, settings).review(sample.candidate)
                    totals.add(isWrong: isWrong, claims.map(\.status), usage)
                    lines.append(try JSON.line(Row(taskId: sample.task.id, sample: sample.index, verdict: verdict, claims: claims)))
                    let said = totals.confirmed
                    progress.update(
                        "\(position + 1)/\(samples.count), \(lines.count) reviewed │ found \(said.truePositives), false alarms \(said.falsePositives)")
                }
                return (totals, lines)
            }
        }
        progress.finish()
        if let output { try Files.write(lines.joined(separator: "\n") + "\n", to: output) }
        Console.print(json ? try JSON.pretty(totals) : Self.text(totals, reviewer: settings.model(.reviewer)))
        if totals.confirmed.flagged > 0 { throw CommandStatus(code: .negative) }
    }

    private func attempt(
        _ sample: Sample, _ verifier: TaskVerifier, _ client: any ModelClient, _ settings: PipelineSettings
    ) throws -> Attempt {
        try Attempt(
            brief: sample.task.brief, settings: settings, client: CanaryGuard(client, canaries: sample.task.hidden.canaries),
            verifier: VisibleOnly(verifier), events: NoEvents(), seed: seed)
    }

    private static func text(_ totals: Totals, reviewer: String) -> String {
        var rows = [["said to be wrong by", "found", "recall", "false alarms", "rate", "precision"]]
        for (rule, said) in [("a confirmed claim", totals.confirmed), ("any claim", totals.claimed)] {
            rows.append([
                rule, "\(said.truePositives) of \(said.defective)", percent(said.recall, said.recallInterval),
                "\(said.falsePositives) of \(said.clean)", percent(said.falseAlarmRate, said.falseAlarmInterval),
                percent(said.precision, said.precisionInterval),
            ])
        }
        let claims = totals.claims.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "reviewer \(TerminalText.line(reviewer)): \(totals.wrong) wrong and \(totals.right) right answers"
            + (totals.failVisible > 0 ? "; \(totals.failVisible) fail the visible checks and were not reviewed" : "")
            + "\n\n\(Text.table(rows))\nclaims: \(claims.isEmpty ? "none" : claims); \(totals.usage.total) tokens, \(totals.usage.cached) of them cached\n"
            + "intervals: Wilson, 95 %\n"
    }

    /// A share with its interval; there is none of nothing.
    private static func percent(_ share: Double, _ interval: Interval) -> String {
        guard !share.isNaN else { return "–" }
        return "\(Text.percent(share)) [\(Text.decimal(interval.low * 100, 1)), \(Text.decimal(interval.high * 100, 1))]"
    }
}
