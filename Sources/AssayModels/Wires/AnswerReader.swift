import AssayCore
import AssaySupport

/// Assembles an answer from JSON values: the events of a stream, or one value with the whole answer.
///
/// Unknown members are ignored, and a member of an unexpected type counts as missing.
protocol AnswerReader: Sendable {
    /// The part of the answer read so far.
    var answer: StreamedAnswer { get set }
    /// Adds one value; errors in the common format were already detected, so only those special to the interface are thrown.
    mutating func read(_ value: JSONValue) throws(ServerFailure)
}

extension JSONValue {
    /// The items of an array; empty for any other value.
    var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

    /// The text of a message content, which is a text or a list of parts.
    var contentText: String? {
        if let text { return text }
        guard case .array(let parts) = self else { return nil }
        return parts.compactMap { $0.text ?? $0["text"]?.text }.joined()
    }

    /// Whether the value is neither null nor an empty text, array or object.
    var isSomething: Bool {
        switch self {
        case .null: false
        case .string(let text): !text.isEmpty
        case .array(let items): !items.isEmpty
        case .object(let values): !values.isEmpty
        default: true
        }
    }
}
