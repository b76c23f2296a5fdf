package import AssayCore
package import AssayStore
import AssaySupport

/// One stored run as lists show it; the JSON of `assay list`.
package struct StoredRun: Codable, Sendable {
    /// The id of the run.
    package let run: String
    /// The time of its creation (ISO 8601, UTC).
    package let created: String
    /// The path of the suite.
    package let suite: String
    /// The names of the arms, the baseline first.
    package let arms: [String]
    /// The number of planned attempts.
    package let attempts: Int
    /// The number of attempts that are done.
    package let done: Int
    /// The number of attempts that passed all checks.
    package let solved: Int
    /// Whether the answers come from a recording.
    package let recording: Bool
    /// The version of the verdict logic that judged it; nil where an older version of assay stored the run.
    package let verificationVersion: Int?

    /// Reads all runs, the newest first.
    package static func all(in store: Store) throws(HarnessError) -> [StoredRun] {
        var runs: [StoredRun] = []
        let tallies = try store.tallies()
        for record in try store.experiments() {
            let tally = tallies[record.id] ?? RunTally()
            runs.append(
                StoredRun(
                    run: record.id, created: Timestamp.text(record.created), suite: record.suite,
                    arms: try store.arms(of: record.id).map(\.name),
                    attempts: tally.attempts, done: tally.done, solved: tally.solved, recording: record.recording, verificationVersion: record.verification))
        }
        return runs
    }

    /// The titles of the columns after the run's id.
    package static let heading = ["created", "arms", "done", "solved", "suite"]

    private var judged: JudgingVersions { JudgingVersions(verificationVersion) }

    /// The columns after the run's id.
    package var columns: [String] {
        [
            created, arms.joined(separator: ", "), "\(done)/\(attempts)", "\(solved)",
            suite + (recording ? " (recording)" : "") + (judged.note == nil ? "" : " (judged by \(judged.text))"),
        ]
    }
}
