import AssayCore

/// The JSON output of `--repo --json`.
struct RepositoryAnswer: Encodable {
    var patch: String
    var report: ReviewReport
}
