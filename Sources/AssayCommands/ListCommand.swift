import ArgumentParser
import AssayCore
import AssayExperiments
import AssayStore
import AssaySupport

/// `assay list`: what is stored.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the stored runs, the newest first.",
        discussion: "Example:\n  assay list --store .assay/assay.db")
    @Option(help: "The database.") var store = ".assay/assay.db"
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let runs = try StoredRun.all(in: Store.existing(store))
        if json {
            Console.print(try JSON.pretty(runs))
            return
        }
        guard !runs.isEmpty else {
            Console.error("\(store) holds no run yet")
            throw CommandStatus(code: .nothingSelected)
        }
        Console.print(Text.table([["run"] + StoredRun.heading] + runs.map { [$0.run] + $0.columns }))
    }
}
