import ArgumentParser
import AssayCore
import AssayStore

/// `assay report`: a stored run as a document.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes the report of a stored run as Markdown or as an HTML page.",
        discussion: "Example:\n  assay report latest -o report.html")
    @Argument(help: "A run's id, the beginning of one, or 'latest'.") var run: String
    @Option(name: .shortAndLong, help: "The file to write, .md or .html; Markdown on standard output without it.")
    var output: String?
    @Option(help: "The database.") var store = ".assay/assay.db"

    func run() async throws {
        let page = output?.hasSuffix(".html") ?? false
        if let output, !page, !output.hasSuffix(".md") {
            throw ValidationError("\(output): name a file that ends in .md or .html")
        }
        let database = try Store.existing(store)
        let record = try database.experiment(run)
        let results = try ExperimentResults.load(record.id, from: database)
        let command = "assay bench \(record.file)"
        let text = page ? try results.html(command: command) : results.markdown(command: command)
        if let output { try Files.write(text, to: output) } else { Console.print(text) }
    }
}
