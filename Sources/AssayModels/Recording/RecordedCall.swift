import AssayCore

/// One recorded call, a line of a cassette.
struct RecordedCall: Codable {
    /// The request's digest.
    let key: String
    /// The number of earlier calls with the same key: 0 for the first.
    let occurrence: Int
    let request: ModelRequest
    let reply: ModelReply
}
