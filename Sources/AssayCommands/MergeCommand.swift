import ArgumentParser
import AssayCore
import AssayStore

/// `assay merge`: databases of several machines as one.
struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Merges databases into a new one; their order and duplicates do not matter.",
        discussion: """
            Runs that are in several databases are joined attempt by attempt. The evidence of each run is checked first: \
            what was changed behind its log is not taken over.

            Example:
              assay merge monday.db tuesday.db -o week.db
            """)
    @Argument(help: "The databases.") var databases: [String]
    @Option(name: .shortAndLong, help: "The new database.") var output: String

    func run() async throws {
        let outcome = try Merge(databases.map { path throws(HarnessError) in try Store.existing(path) }).write(to: output)
        let duplicates = outcome.duplicates == 0 ? "" : "; \(outcome.duplicates) attempts were done more than once, the earlier counts"
        Console.print("\(outcome.runs) runs, \(outcome.attempts) attempts in \(output)\(duplicates)")
    }
}
