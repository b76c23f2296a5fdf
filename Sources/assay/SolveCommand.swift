import ArgumentParser
import AssayCore
import AssayPipeline
import AssayRender
import AssaySandbox
import AssaySuites
import AssayVerify
import FoundationEssentials

/// `assay solve`: the pipeline on one task.
struct SolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Runs the pipeline on one task of a suite and shows the answer and its report.",
        discussion: """
            Example:
              assay solve fixtures/suites/demo/roman-numerals --config benchmarks/experiments/demo.yaml

            Exit code 0 when every check passed, 1 when not.
            """)
    @Argument(help: "SUITE/TASK: a suite folder or file, a slash, a task id.") var task: String
    @Option(help: "The file with models, roles and pipeline.") var config = "assay.yaml"
    @Option(help: "The arm of the file to use (default: the last).") var arm: String?
    @Option(help: "The seed.") var seed = 1
    @Option(help: "Answer from this cassette instead of the models.") var replay: String?
    @Option(name: .shortAndLong, help: "Write the answer's files below this folder.") var output: String?
    @Flag(help: "Print the report as JSON.") var json = false
    @Flag(name: .shortAndLong, help: "No progress.") var quiet = false

    func run() async throws {
        let coding = try find()
        let file = try ProjectFile.load(config)
        guard let chosen = arm.map({ name in file.arms.first { $0.name == name } }) ?? file.arms.last else {
            throw ConfigurationError(
                description: "\(config): has no arm '\(arm ?? "")'; it has \(file.arms.map(\.name).joined(separator: ", "))")
        }
        let progress = Progress(quiet: quiet)
        let copy = self
        let (candidate, report) = try await Interruption.run {
            let bench = try await VerificationBench(
                sandbox: JailSandbox(minimumTier: file.minimumTier, isolation: file.isolation), languages: [coding.brief.language], limits: file.limits,
                note: { progress.line($0) })
            return try await Wiring.withModels(
                file.models, replay: copy.replay, say: { progress.line($0) }
            ) { client in
                let result = try await AttemptRunner(bench: bench, client: client).run(
                    coding, chosen.settings, seed: copy.seed, events: LiveEvents(progress: progress))
                return (result.1.candidate, result.2)
            }
        }
        progress.finish()
        guard let candidate, let report else {
            Console.error("the models gave no usable answer")
            throw CommandStatus(code: .negative)
        }
        try show(candidate, report)
        if !report.verdict.isSolved { throw CommandStatus(code: .negative) }
    }

    private func find() throws -> CodingTask {
        guard let slash = task.lastIndex(of: "/") else {
            throw ValidationError("name SUITE/TASK, for example fixtures/suites/demo/roman-numerals")
        }
        // Task ids may hold a slash themselves: HumanEval/0.
        var split = slash
        while true {
            let path = String(task[..<split])
            if FileManager.default.fileExists(atPath: path) {
                let id = String(task[task.index(after: split)...])
                guard let found = try SuiteLoader.load(path).tasks.first(where: { $0.id == id }) else {
                    throw InputError(path, "has no task '\(TerminalText.line(id))'")
                }
                return found
            }
            guard let earlier = task[..<split].lastIndex(of: "/") else {
                throw InputError(task, "no such suite")
            }
            split = earlier
        }
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

/// Shows each phase as it happens.
private struct LiveEvents: EventSink {
    let progress: Progress

    func record(_ event: AttemptEvent) async throws(HarnessError) {
        switch event {
        case .phase(let phase, let note): progress.line("\(Text.pad(phase.rawValue, 10)) \(note)")
        case .call(let call):
            let usage = call.reply.map { "\($0.usage.total) tokens, \(Text.decimal($0.seconds, 1)) s" }
            progress.line("\(Text.pad(call.phase.rawValue, 10)) \(call.role.rawValue) (\(call.request.model)): \(usage ?? call.error ?? "")")
        case .verified(_, let report, let round, let best):
            progress.line("verify     round \(round): \(report.verdict.rawValue)\(best ? ", best so far" : "")")
        }
    }
}
