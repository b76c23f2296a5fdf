import ArgumentParser
import AssayCore
import AssayStore
import AssaySupport

/// `assay merge`: databases of several machines as one.
struct MergeCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Merges databases into a new one; their order and duplicates do not matter.",
        discussion: """
            Shards of one experiment become one run; those that are not done are named. Runs that are in several \
            databases are joined attempt by attempt. The evidence of each run is checked first: \
            what was changed behind its log is not taken over.

            Example:
              assay merge monday.db tuesday.db -o week.db
            """)
    @Argument(help: "The databases.") var databases: [String]
    @Option(name: .shortAndLong, help: "The new database.") var output: String

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let merged = try Merge(databases.map { path throws(HarnessError) in try Store.existing(path) }).write(to: output)
        let duplicates = merged.duplicates == 0 ? "" : "; \(merged.duplicates) attempts were done more than once, the earlier counts"
        Console.print("\(merged.runs) runs, \(merged.attempts) attempts in \(output)\(duplicates)")
        let target = try Store.existing(output)
        for run in try target.experiments() {
            let open = try target.openShards(of: run.id)
            guard !open.isEmpty else { continue }
            let named = open.map { "\($0.shard) (\($0.open))" }.listed(atMost: 20)
            Console.error("\(run.id): not done: shard \(named)")
            Console.error(
                "'assay bench \(Text.shellLine([run.file])) --shard I/N' makes one of them to be merged, '--store \(output)' instead of it all of them here")
        }
    }
}
