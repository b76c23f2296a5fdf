import AssayCore

/// One provider's HTTP interface: how a request is written and how its stream of events is read.
protocol ModelWire: Sendable {
    /// The request in the provider's format, for the model's name there.
    func message(_ request: ModelRequest, model: String) throws(ModelError) -> WireMessage
    /// The header that carries the key.
    func authorization(_ key: String) -> (name: String, value: String)
    /// A reader for the events of one answer.
    func reader() -> any AnswerReader
}

extension ModelWire {
    func authorization(_ key: String) -> (name: String, value: String) { ("authorization", "Bearer \(key)") }
}
