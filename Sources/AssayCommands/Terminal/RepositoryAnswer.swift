import AssayCore

/// The JSON output of `--repo --json`.
struct RepositoryAnswer: Encodable {
    /// The id of the run in the database.
    var run: String
    var patch: String
    var report: ReviewReport
}
