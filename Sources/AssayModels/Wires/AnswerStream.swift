import AssayCore
import AssaySupport

/// Reads the body of a response: server-sent events, one JSON value, JSON lines, or a page that is no answer at all.
struct AnswerStream: Sendable {
    private enum Form { case unknown, events, body }
    private var reader: any AnswerReader
    private var form = Form.unknown
    private var events = EventStream()
    /// The whole body if it is not a stream of events, else its beginning, for messages.
    private var kept: [UInt8] = []
    private var size = 0
    private var hasEvents = false
    /// The largest body, in bytes.
    private static let limit = 4 << 20
    private static let keptOfEvents = 2048
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads a body by the reader of an interface.
    init(_ reader: any AnswerReader) { self.reader = reader }

    /// The part of the answer read so far.
    var answer: StreamedAnswer { reader.answer }

    /// Adds bytes, split anywhere; throws for an error that the server reports and for an event that is not JSON.
    mutating func add(_ bytes: some Collection<UInt8>) throws(ServerFailure) {
        size += bytes.count
        guard size < Self.limit else { throw ServerFailure(.malformed, "the model's answer is larger than 4 MiB", isTemporary: false) }
        switch form {
        case .unknown:
            kept += bytes
            form = Self.form(kept)
            if form == .events { try take(kept) }
        case .events:
            if kept.count < Self.keptOfEvents { kept += bytes }
            try take(bytes)
        case .body: kept += bytes
        }
    }

    /// Finishes reading and returns the answer; throws when it is not whole.
    mutating func end() throws(ServerFailure) -> StreamedAnswer {
        if form == .events {
            // The last event counts without the blank line that should end it, if its data is complete.
            if let rest = events.rest(), rest.trimmed == "[DONE]" || Self.value(rest) != nil { try read(rest) }
            if !hasEvents { throw withoutAnswer() }
        } else {
            try readBody()
        }
        guard reader.answer.isWhole else {
            let words = reader.answer.isBegun ? "ended its answer early" : "sent an answer without any choice"
            throw ServerFailure(.interrupted, "the model server \(words)", isTemporary: true)
        }
        return reader.answer
    }

    private mutating func take(_ bytes: some Collection<UInt8>) throws(ServerFailure) {
        for event in events.add(bytes) { try read(event) }
    }

    private mutating func read(_ event: String) throws(ServerFailure) {
        hasEvents = true
        if event.trimmed == "[DONE]" {
            reader.answer.isClosed = true
        } else if let (value, hasHalves) = Self.value(event) {
            try read(value, hasHalves)
        } else {
            throw ServerFailure(
                .malformed, "the model server sent an event that is not JSON: \(TerminalText.line(event, limit: 120))", isTemporary: true)
        }
    }

    private mutating func read(_ value: JSONValue, _ hasHalves: Bool) throws(ServerFailure) {
        if hasHalves { reader.answer.hasHalves = true }
        if var failure = ServerFailure(value) {
            // `interrupted` marks that tokens may have been charged.
            if failure.isTemporary, reader.answer.isBegun { failure.error.code = .interrupted }
            throw failure
        }
        try reader.read(value)
    }

    private mutating func readBody() throws(ServerFailure) {
        let text = String(decoding: kept.starts(with: Self.byteOrderMark) ? kept[3...] : kept[...], as: UTF8.self).trimmed
        guard text.hasPrefix("{") || text.hasPrefix("[") else { throw withoutAnswer() }
        if let (value, hasHalves) = Self.value(text) {
            // Gemini sends an array where events were not requested.
            for value in value.items.isEmpty ? [value] : value.items { try read(value, hasHalves) }
            return
        }
        let lines = text.unicodeLines.filter { !$0.isEmpty }.compactMap { Self.value(String($0)) }
        guard !lines.isEmpty else {
            throw ServerFailure(.interrupted, "the model server sent JSON that is cut or broken: \(TerminalText.line(text, limit: 120))", isTemporary: true)
        }
        for (value, hasHalves) in lines { try read(value, hasHalves) }
    }

    /// The failure of a body that contains no answer at all.
    private func withoutAnswer() -> ServerFailure {
        let text = String(decoding: kept, as: UTF8.self).trimmed
        if text.isEmpty { return ServerFailure(.interrupted, "the model server sent an empty answer", isTemporary: true) }
        if ServerWords.isPage(text) {
            return ServerFailure(
                .refused, "the model server sent an HTML page where an answer should be (a proxy's sign-in?): \(ServerWords.title(text))",
                isTemporary: false)
        }
        return ServerFailure(.refused, "the model server sent no answer but: \(ServerWords.of(body: text))", isTemporary: false)
    }

    /// The format of a body by its first character: JSON and HTML are read whole, everything else as events.
    private static func form(_ bytes: [UInt8]) -> Form {
        if bytes.count < 3, byteOrderMark.starts(with: bytes) { return .unknown }
        let start = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
        guard let first = start.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return .unknown }
        return [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<")].contains(first) ? .body : .events
    }

    /// Parses a JSON value; the flag says whether a text in it contains half of a surrogate pair.
    private static func value(_ text: String) -> (JSONValue, Bool)? {
        guard let value = JSONText.value(text) else { return nil }
        return SurrogateHalves.marked(value).map { ($0, true) } ?? (value, false)
    }
}
