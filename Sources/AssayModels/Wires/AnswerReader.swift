import AssayCore
import AssaySupport

/// Puts an answer together from the events of a stream.
protocol AnswerReader: Sendable {
    /// What the events read so far add up to.
    var answer: StreamedAnswer { get }
    /// Adds one event; throws when it is malformed or reports an error.
    mutating func read(_ event: EventStream.Event) throws(ModelError)
}

extension AnswerReader {
    /// Decodes an event's data; throws `malformed` when it is not the expected JSON.
    func decode<Value: Decodable>(_ type: Value.Type, _ event: EventStream.Event) throws(ModelError) -> Value {
        do {
            return try JSON.decode(type, event.data)
        } catch {
            throw ModelError(
                .malformed, "the model server sent an event that is not JSON: \(TerminalText.line(event.data, limit: 120))")
        }
    }

    /// The error that a server reported in the middle of a stream.
    func failure(_ message: String?) -> ModelError {
        let said = TerminalText.line(message ?? "unknown error", limit: 300)
        return ModelError(
            ModelError.saysTooLong(said) ? .contextLength : .refused, "the model server said: \(said)")
    }
}
