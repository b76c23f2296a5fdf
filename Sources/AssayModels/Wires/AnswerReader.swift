import AssayCore
import AssaySupport

/// Puts an answer together from JSON values: the events of a stream, or one that is the whole answer.
///
/// What a reader does not know it passes over, and what has another type than expected is as if it were missing.
protocol AnswerReader: Sendable {
    /// What was read so far.
    var answer: StreamedAnswer { get set }
    /// Adds one value; an error that it reports was taken out before, unless only the interface knows it as one.
    mutating func read(_ value: JSONValue) throws(ServerFailure)
}

extension JSONValue {
    /// The items of an array; none for all else.
    var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

    /// The text of a content, which is a text or a list of parts.
    var contentText: String? {
        if let text { return text }
        guard case .array(let parts) = self else { return nil }
        return parts.compactMap { $0.text ?? $0["text"]?.text }.joined()
    }

    /// Whether anything is there: not null, nor an empty text, array or object.
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
