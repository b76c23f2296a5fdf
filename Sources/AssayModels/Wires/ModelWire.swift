import AssayCore

/// One provider's HTTP interface: how a request is written and how the events of its answer are read.
protocol ModelWire: Sendable {
    /// The request in the provider's format with the parameters of a shape; `model` is the model's name there.
    func message(_ request: ModelRequest, model: String, shape: RequestShape) throws(ModelError) -> WireMessage
    /// The header with the API key.
    func authorization(_ key: String) -> (name: String, value: String)
    /// Makes a reader for the events of one answer.
    func reader() -> any AnswerReader
}

extension ModelWire {
    /// The usual header with a bearer token (RFC 6750).
    func authorization(_ key: String) -> (name: String, value: String) { ("authorization", "Bearer \(key)") }
}
