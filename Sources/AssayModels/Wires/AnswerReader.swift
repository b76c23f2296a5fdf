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

    /// The text of a message content: a text, or a list of parts, of which those of text count.
    var contentText: String? {
        if let text { return text }
        guard case .array(let parts) = self else { return nil }
        return parts.filter(\.isTextPart).compactMap { $0.text ?? $0["text"]?.text }.joined()
    }

    /// The bytes of thoughts, which are a text or a list of parts.
    var thoughtBytes: Int {
        if let text { return text.utf8.count }
        return items.reduce(0) { $0 + ($1["text"] ?? $1["thinking"] ?? $1.text.map { .string($0) } ?? .null).thoughtBytes }
    }

    /// The bytes of the thoughts among the parts of a message content.
    var thoughtPartBytes: Int { JSONValue.array(items.filter { !$0.isTextPart }).thoughtBytes }

    /// Whether a part of a message content is text of the answer: thoughts and images are of other types.
    private var isTextPart: Bool { self["type"].map { ["text", "output_text"].contains($0.text) } ?? true }

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
