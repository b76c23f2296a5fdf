import AssayCore

/// One recorded call, a line of a cassette.
struct RecordedCall: Codable {
    /// The digest of the request.
    let key: String
    /// The number of earlier calls with the same key: 0 for the first.
    let occurrence: Int
    /// The request that was sent.
    let request: ModelRequest
    /// The answer to it.
    let reply: ModelReply

    /// The request under which the context window of a model is recorded: no question at all.
    static func windowRequest(_ model: String) -> ModelRequest { ModelRequest(model: model, messages: [], maxTokens: 0, temperature: 0, seed: 0) }
}
