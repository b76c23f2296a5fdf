import ArgumentParser
import AssayCore
import AssayExperiments
import AssayStore
import AssaySupport

/// `assay list`: what is stored.
struct ListCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the stored runs, the newest first.",
        discussion: "Example:\n  assay list --store .assay/assay.db")
    @OptionGroup var storage: StoreOption
    @Flag(help: "Print JSON.") var json = false

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let store = try storage.path()
        let runs = try StoredRun.all(in: Store.existing(store))
        if json {
            Console.print(try JSON.pretty(runs))
            return
        }
        guard !runs.isEmpty else {
            Console.error("\(store) holds no run yet")
            throw CommandStatus(code: .nothingSelected)
        }
        Console.print(Text.table([["run"] + StoredRun.heading] + runs.map { [$0.run] + $0.columns }, width: Console.width))
    }
}
