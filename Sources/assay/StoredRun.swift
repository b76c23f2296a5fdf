import AssayCore
import AssayStore

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
        for record in try store.experiments() {
            let attempts = try store.attempts(of: record.id)
            runs.append(
                StoredRun(
                    run: record.id,
                    created: Timestamp.text(record.created),
                    suite: record.suite, arms: try store.arms(of: record.id).map(\.name),
                    attempts: attempts.count, done: attempts.count { $0.status == .done },
                    solved: attempts.count { $0.verdict == Verdict.passed.rawValue },
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
