import ArgumentParser
import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssaySupport
import AssayView
import FoundationEssentials

/// `assay view`: the dashboard, or its pages as a folder.
struct ViewCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "view", abstract: "Shows the stored runs in a browser, on 127.0.0.1 only, or writes them as a folder of pages.",
        discussion: """
            Example:
              assay view latest --store .assay/assay.db
              assay view --export pages/        # then open pages/index.html
            """)
    @Argument(help: "The run to open first, or the only one to export (default: all runs).") var run: String?
    @Option(help: "The port; 0 takes a free one.") var port = 8420
    @OptionGroup var storage: StoreOption
    @Option(help: ArgumentHelp("Write the pages into this folder instead of serving them.", valueName: "folder")) var export: String?

    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port \(port): a port is between 0 and 65535") }
    }

    func run() async throws {
        let store = try storage.path()
        let database = try Store.existing(store)
        let chosen = try run.map { try database.experiment($0).id }
        if let export {
            let count = try await PageExport(database, named: store).write(to: export, only: chosen)
            Console.error("\(count) pages in \(export); open \(export.hasSuffix("/") ? export : export + "/")index.html")
            return
        }
        let dashboard = Dashboard(Self.source(database, named: store), port: port)
        try await Interruption.run(telling: "the dashboard ends") {
            try await dashboard.serve { port in
                Console.print("http://127.0.0.1:\(port)/\(chosen.map { "run/\(PageLinks.encoded($0))" } ?? "")")
                Console.error("Ctrl-C ends the dashboard")
            }
        }
    }

    private static func source(_ store: Store, named path: String) -> DashboardSource {
        let pages = StoredPages(store)
        return DashboardSource(
            name: path, runs: { try pages.runs() },
            run: { id in
                let record = try store.experiment(id)
                return DashboardSource.Run(
                    document: try ExperimentResults.load(record.id, from: store).document, command: record.command,
                    live: try LiveRun.load(record.id, from: store, now: Date().timeIntervalSince1970))
            }, live: { try LiveRun.load(store.experiment($0).id, from: store, now: Date().timeIntervalSince1970) },
            attempt: { try await pages.attempt($0, $1) }, comparison: { try await pages.comparison($0, $1) }, version: { try store.version() })
    }
}
