import AssayCore

/// The part of an answer received so far.
struct StreamedAnswer: Sendable {
    /// The text of the answer; a half of a character may still wait for the other one (see `SurrogateHalves`).
    var text = ""
    /// Bytes of thoughts, which are no part of the answer but are paid for.
    var thoughtBytes = 0
    /// The model's name as the server gave it.
    var model: String?
    /// The server's counts, where it gave any.
    var counts = TokenCounts()
    /// The reason that the server gave for the end, in our words or, where there are none, in its own.
    var finish: String?
    /// Whether anything of an answer came, if only an empty text.
    var isBegun = false
    /// Whether the model called a tool that nobody offered.
    var callsTools = false
    /// Whether the server said that the stream is over.
    var isClosed = false
    /// Whether a text held halves of characters.
    var hasHalves = false

    /// Whether nothing is missing: an end was given, or the stream was closed after some text.
    var isWhole: Bool { finish != nil || isClosed && isBegun && !text.isEmpty }

    /// How the answer ended, or the provider's own word for it.
    var end: String {
        let reason = finish.map { AnswerEnd(rawValue: $0) } ?? .stop
        if reason == .length, text.isBlank { return (thoughtBytes > 0 ? AnswerEnd.thinking : .length).rawValue }
        if reason == .stop || reason == .toolCalls, text.isBlank { return (callsTools || reason == .toolCalls ? AnswerEnd.toolCalls : .empty).rawValue }
        return finish ?? AnswerEnd.stop.rawValue
    }

    /// The text with its characters whole.
    var wholeText: String { hasHalves ? SurrogateHalves.joined(text) : text }

    /// Appends a text of the answer, if there is one.
    mutating func append(_ more: String?) {
        guard let more else { return }
        text += more
    }
}

extension String {
    /// Whether nothing but white space is there.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
