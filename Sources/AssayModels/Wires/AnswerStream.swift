import AssayCore
import AssaySupport

/// Reads the body of a server's answer: events, one JSON value, several a line, or what should not be there.
struct AnswerStream: Sendable {
    private enum Form { case unknown, events, body }
    private var reader: any AnswerReader
    private var form = Form.unknown
    private var events = EventStream()
    /// The whole body when it is no stream, else its beginning.
    private var kept: [UInt8] = []
    private var size = 0
    private var hasEvents = false
    /// The largest body that is read, in bytes.
    private static let limit = 4 << 20
    private static let keptOfEvents = 2048
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads with the reader of an interface.
    init(_ reader: any AnswerReader) { self.reader = reader }

    /// What was read so far.
    var answer: StreamedAnswer { reader.answer }

    /// Adds bytes as they come, split anywhere; throws what the server reports and what is no event.
    mutating func add(_ bytes: some Collection<UInt8>) throws(ServerFailure) {
        size += bytes.count
        guard size < Self.limit else { throw ServerFailure(.malformed, "the model's answer is larger than 4 MiB", mayPass: false) }
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

    /// Ends the reading; throws when no whole answer came.
    mutating func end() throws(ServerFailure) -> StreamedAnswer {
        if form == .events {
            // A last event without its blank line counts if it is whole.
            if let rest = events.rest(), rest.trimmed == "[DONE]" || Self.value(rest) != nil { try read(rest) }
            if !hasEvents { throw nothing() }
        } else {
            try readBody()
        }
        guard reader.answer.isWhole else {
            let words = reader.answer.isBegun ? "ended its answer early" : "sent an answer without any choice"
            throw ServerFailure(.interrupted, "the model server \(words)", mayPass: true)
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
                .malformed, "the model server sent an event that is not JSON: \(TerminalText.line(event, limit: 120))", mayPass: true)
        }
    }

    private mutating func read(_ value: JSONValue, _ hasHalves: Bool) throws(ServerFailure) {
        if hasHalves { reader.answer.hasHalves = true }
        if var failure = ServerFailure(value) {
            // What was begun may have to be paid for.
            if failure.mayPass, reader.answer.isBegun { failure.error.code = .interrupted }
            throw failure
        }
        try reader.read(value)
    }

    private mutating func readBody() throws(ServerFailure) {
        let text = String(decoding: kept.starts(with: Self.byteOrderMark) ? kept[3...] : kept[...], as: UTF8.self).trimmed
        guard text.hasPrefix("{") || text.hasPrefix("[") else { throw nothing() }
        if let (value, hasHalves) = Self.value(text) {
            // An array is a stream of Gemini that was not asked for as events.
            for value in value.items.isEmpty ? [value] : value.items { try read(value, hasHalves) }
            return
        }
        let lines = text.unicodeLines.filter { !$0.isEmpty }.compactMap { Self.value(String($0)) }
        guard !lines.isEmpty else {
            throw ServerFailure(.interrupted, "the model server sent JSON that is cut or broken: \(TerminalText.line(text, limit: 120))", mayPass: true)
        }
        for (value, hasHalves) in lines { try read(value, hasHalves) }
    }

    /// The failure of a body that holds no answer at all.
    private func nothing() -> ServerFailure {
        let text = String(decoding: kept, as: UTF8.self).trimmed
        if text.isEmpty { return ServerFailure(.interrupted, "the model server sent an empty answer", mayPass: true) }
        if ServerWords.isPage(text) {
            return ServerFailure(
                .refused, "the model server sent an HTML page where an answer should be (a proxy's sign-in?): \(ServerWords.title(text))",
                mayPass: false)
        }
        return ServerFailure(.refused, "the model server sent no answer but: \(ServerWords.of(body: text))", mayPass: false)
    }

    /// Bodies of JSON or HTML tell themselves by their first character; all else is read as events.
    private static func form(_ bytes: [UInt8]) -> Form {
        if bytes.count < 3, byteOrderMark.starts(with: bytes) { return .unknown }
        let start = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
        guard let first = start.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return .unknown }
        return [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<")].contains(first) ? .body : .events
    }

    /// A JSON value, and whether it held halves of characters.
    private static func value(_ text: String) -> (JSONValue, Bool)? {
        guard let value = JSONText.value(text) else { return nil }
        return SurrogateHalves.marked(value).map { ($0, true) } ?? (value, false)
    }
}
