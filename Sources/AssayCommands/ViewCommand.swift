import ArgumentParser
import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssayView

/// `assay view`: the dashboard.
struct ViewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view", abstract: "Shows the stored runs in a browser, on 127.0.0.1 only.",
        discussion: "Example:\n  assay view latest --store .assay/assay.db")
    @Argument(help: "The run to open first (default: the list of runs).") var run: String?
    @Option(help: "The port; 0 takes a free one.") var port = 8420
    @Option(help: "The database.") var store = ".assay/assay.db"

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port \(port): a port is between 0 and 65535") }
    }

    func run() async throws {
        let database = try Store.existing(store)
        let path = try run.map { "run/\(try database.experiment($0).id)" } ?? ""
        let dashboard = Dashboard(Self.source(database, named: store), port: port)
        try await Interruption.run(telling: "the dashboard ends") {
            try await dashboard.serve { port in
                Console.print("http://127.0.0.1:\(port)/\(path)")
                Console.error("Ctrl-C ends the dashboard")
            }
        }
    }

    private static func source(_ store: Store, named path: String) -> Dashboard.Source {
        Dashboard.Source(
            runs: {
                RunList(
                    store: path, heading: StoredRun.heading,
                    rows: try StoredRun.all(in: store).map { RunList.Row(id: $0.run, cells: $0.columns) })
            },
            run: { id in
                let record = try store.experiment(id)
                return Dashboard.Run(
                    document: try ExperimentResults.load(record.id, from: store).document, command: "assay bench \(record.file)")
            },
            attempt: { id, number in
                let record = try store.experiment(id)
                guard let attempt = try store.attempts(of: record.id).first(where: { $0.id == number }) else {
                    throw HarnessError(.suite, "run \(record.id) has no attempt \(number)")
                }
                var document = try AttemptDocument.load(attempt, of: record.id, from: store)
                await document.compareRounds()
                return document
            })
    }
}
