import ArgumentParser
import AssayBench
import AssayCore
import AssayRender
import AssayStore
import AssayView

/// `assay view`: the dashboard.
struct ViewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view", abstract: "Shows the stored runs in a browser, on 127.0.0.1 only.",
        discussion: "Example:\n  assay view latest --store .assay/assay.db")
    @Argument(help: "A run to name in the address; the list of runs without it.") var run: String?
    @Option(help: "The port; 0 takes a free one.") var port = 8420
    @Option(help: "The database.") var store = ".assay/assay.db"

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port \(port): a port is between 0 and 65535") }
    }

    func run() async throws {
        let database = try Store.existing(store)
        let path = try run.map { "run/\(try database.experiment($0).id)" } ?? ""
        let dashboard = Dashboard(pages: Self.pages(database, named: store), port: port)
        try await Interruption.run(telling: "the dashboard ends") {
            try await dashboard.serve { port in
                Console.print("http://127.0.0.1:\(port)/\(path)")
                Console.error("Ctrl-C ends the dashboard")
            }
        }
    }

    private static func pages(_ store: Store, named path: String) -> Dashboard.Pages {
        Dashboard.Pages(
            runs: {
                let rows = try StoredRun.all(in: store).map { HTMLRuns.Row(id: $0.run, cells: $0.cells) }
                return try HTMLRuns.render(rows, heading: StoredRun.heading, store: path)
            },
            run: { id in
                let record = try store.experiment(id)
                let numbers = Dictionary(
                    try store.attempts(of: record.id).map { ([$0.task, $0.arm, "\($0.seed)"], $0.id) },
                    uniquingKeysWith: { first, _ in first })
                return try HTMLExperiment.render(
                    ExperimentResults.load(record.id, from: store).document,
                    command: "assay bench \(record.file)"
                ) { cell in
                    numbers[[cell.task, cell.arm, "\(cell.seed)"]].map { "/run/\(record.id)/attempt/\($0)" }
                }
            },
            attempt: { id, number in
                let record = try store.experiment(id)
                guard let attempt = try store.attempts(of: record.id).first(where: { $0.id == number }) else {
                    throw HarnessError(.suite, "run \(record.id) has no attempt \(number)")
                }
                return try HTMLAttempt.render(AttemptDocument.load(attempt, of: record.id, from: store))
            })
    }
}
