import ArgumentParser
import AssayCore
import AssayStore

/// `assay report`: a stored run as a document.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes the report of a stored run as Markdown.",
        discussion: "Example:\n  assay report latest -o report.md")
    @Argument(help: "A run's id, the beginning of one, or 'latest'.") var run: String
    @Option(name: .shortAndLong, help: "The file to write; standard output without it.") var output: String?
    @Option(help: "The database.") var store = ".assay/assay.db"

    func run() async throws {
        if let output, !output.hasSuffix(".md") {
            throw ValidationError("only Markdown is written so far: name a file that ends in .md")
        }
        let database = try Store.existing(store)
        let record = try database.experiment(run)
        let text = try ExperimentResults.load(record.id, from: database)
            .markdown(command: "assay bench \(record.file)")
        if let output { try Files.write(text, to: output) } else { Console.print(text) }
    }
}
