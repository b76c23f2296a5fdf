import ArgumentParser
import AssayCore
import AssayRender
import AssayStore

extension ViewExport.Format: ExpressibleByArgument {}

/// `assay export`: a run as tables for other tools.
struct ExportCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the tables of a run as CSV and JSON Lines, for pandas, DuckDB and others.",
        discussion: """
            One file for each view: \(PlainView.allCases.map(\.rawValue).joined(separator: ", ")). JSON Lines also hold the prompts, \
            answers, candidates and reports as texts.

            Example:
              assay export latest --to tables
              assay export latest --to tables --format csv
            """)
    @Argument(help: ArgumentHelp("A run's id, the beginning of one, or 'latest'.", valueName: "run")) var name: String
    @Option(name: [.long, .customShort("o"), .customLong("output")], help: "The folder to write.") var to: String
    @Option(help: "Only this format: csv or jsonl.") var format: ViewExport.Format?
    @OptionGroup var storage: StoreOption

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let database = try Store.existing(storage.path())
        let run = try database.experiment(name)
        let paths = try ViewExport.write(run.id, of: database, to: to, formats: format.map { [$0] } ?? ViewExport.Format.allCases)
        for path in paths { Console.print(path) }
    }
}
