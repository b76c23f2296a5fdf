import AssayCore

/// The part of an answer that was received so far.
struct StreamedAnswer: Sendable {
    /// The text; it may contain marks for halves of surrogate pairs (see `SurrogateHalves`).
    var text = ""
    /// The bytes of thoughts, which are not part of the answer but are paid for.
    var thoughtBytes = 0
    /// Whether the model thought, also where the thoughts themselves are kept back.
    var hasThoughts = false
    /// The model's name as the server gave it.
    var model: String?
    /// The server's token counts.
    var counts = TokenCounts()
    /// Why the answer ended, as a value of `AnswerEnd` or, for an unknown reason, in the words of the server.
    var finish: String?
    /// Whether any part of an answer came, even an empty text.
    var isBegun = false
    /// Whether the model called a tool, though none was offered.
    var callsTools = false
    /// Whether the server sent the end of the stream.
    var isClosed = false
    /// Whether a text contained halves of surrogate pairs.
    var hasHalves = false

    /// Whether the answer is complete: a reason was given, or the stream ended after some text.
    var isWhole: Bool { finish != nil || isClosed && isBegun && !text.isEmpty }

    /// How the answer ended: a value of `AnswerEnd`, or the word of the provider.
    var end: String {
        let reason = finish.map { AnswerEnd(rawValue: $0) } ?? .stop
        if reason == .length, text.isBlank { return (hasThoughts || thoughtBytes > 0 ? AnswerEnd.thinking : .length).rawValue }
        if reason == .stop || reason == .toolCalls, text.isBlank { return (callsTools || reason == .toolCalls ? AnswerEnd.toolCalls : .empty).rawValue }
        return finish ?? AnswerEnd.stop.rawValue
    }

    /// The text with all surrogate pairs joined.
    var wholeText: String { hasHalves ? SurrogateHalves.joined(text) : text }

    /// Appends a part of the text; nil appends nothing.
    mutating func append(_ more: String?) {
        guard let more else { return }
        text += more
    }
}

extension String {
    /// Whether the text consists of white space only.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
