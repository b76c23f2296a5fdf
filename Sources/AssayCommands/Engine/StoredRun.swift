import AssayCore
import AssayStore
import AssaySupport

/// One stored run as lists show it; the JSON of `assay list`.
struct StoredRun: Codable {
    var run: String
    var created: String
    var suite: String
    var arms: [String]
    var attempts: Int
    var done: Int
    var solved: Int
    var recording: Bool

    /// Reads all runs, the newest first.
    static func all(in store: Store) throws(HarnessError) -> [StoredRun] {
        var runs: [StoredRun] = []
        let tallies = try store.tallies()
        for record in try store.experiments() {
            let tally = tallies[record.id] ?? RunTally()
            runs.append(
                StoredRun(
                    run: record.id,
                    created: Timestamp.text(record.created),
                    suite: record.suite, arms: try store.arms(of: record.id).map(\.name),
                    attempts: tally.attempts, done: tally.done, solved: tally.solved,
                    recording: record.recording))
        }
        return runs
    }

    static let heading = ["created", "arms", "done", "solved", "suite"]

    /// The columns after the run's id.
    var cells: [String] {
        [
            created, arms.joined(separator: ", "), "\(done)/\(attempts)", "\(solved)",
            suite + (recording ? " (recording)" : ""),
        ]
    }
}
