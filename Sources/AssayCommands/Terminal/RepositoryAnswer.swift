import AssayCore

/// What `--repo --json` prints.
struct RepositoryAnswer: Encodable {
    var patch: String
    var report: ReviewReport
}
