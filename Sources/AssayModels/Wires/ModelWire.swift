import AssayCore
import AssaySupport

/// How one provider is spoken to: what is sent, and how its stream of events is read.
protocol ModelWire: Sendable {
    /// The request as the provider wants it.
    func message(_ request: ModelRequest, model: String) throws(ModelError) -> WireMessage
    /// The header that carries the key.
    func authorization(_ key: String) -> (name: String, value: String)
    func reader() -> any AnswerReader
}

extension ModelWire {
    func authorization(_ key: String) -> (name: String, value: String) { ("authorization", "Bearer \(key)") }
}

/// One HTTP request, without address and key.
struct WireMessage {
    var path: String
    var headers: [(name: String, value: String)] = []
    var body: String

    init(_ path: String, headers: [(name: String, value: String)] = [], _ body: some Encodable) throws(ModelError) {
        self.path = path
        self.headers = headers
        self.body = try Self.written { try JSON.line(body) }
    }

    /// For a provider whose keys are not in snake case.
    init(_ path: String, camel body: some Encodable) throws(ModelError) {
        self.path = path
        self.body = try Self.written { try JSON.foreign(body) }
    }

    private static func written(_ encode: () throws -> String) throws(ModelError) -> String {
        do {
            return try encode()
        } catch {
            throw ModelError(.malformed, "the request cannot be written as JSON: \(error)")
        }
    }
}

/// An answer as far as it has come.
struct StreamedAnswer {
    var text = ""
    var model: String?
    var usage = TokenUsage()
    /// stop, length, refusal, or the provider's own word.
    var finish: String?
    /// Whether the server closed the answer properly.
    var ended = false
    /// Whether the server gave up for now.
    var overloaded = false
}

/// Puts an answer together from the events of a stream.
protocol AnswerReader: Sendable {
    var answer: StreamedAnswer { get }
    mutating func read(_ event: EventStream.Event) throws(ModelError)
}

extension AnswerReader {
    /// Reads an event's data; what is not the expected JSON is the server's fault.
    func decode<Value: Decodable>(_ type: Value.Type, _ event: EventStream.Event) throws(ModelError) -> Value {
        do {
            return try JSON.decode(type, event.data)
        } catch {
            throw ModelError(
                .malformed, "the model server sent an event that is not JSON: \(TerminalText.line(event.data, limit: 120))")
        }
    }

    /// The error that a server told of in mid-stream.
    func failure(_ message: String?) -> ModelError {
        let said = TerminalText.line(message ?? "unknown error", limit: 300)
        return ModelError(
            ModelError.saysTooLong(said) ? .contextLength : .refused, "the model server said: \(said)")
    }
}

/// Splits a stream into server-sent events (HTML Living Standard, 9.2).
struct EventStream {
    struct Event {
        var name: String?
        var data: String
    }

    /// Bytes, because a chunk may end within a letter.
    private var pending: [UInt8] = []
    private var name: String?
    private var data: [String] = []
    private var size = 0
    private static let limit = 4 << 20

    /// Adds bytes as they come, split anywhere; returns the events that are complete.
    mutating func add(_ bytes: some Sequence<UInt8>) throws(ModelError) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if byte != UInt8(ascii: "\n") {
                pending.append(byte)
                continue
            }
            size += pending.count
            if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
            if let event = take(String(decoding: pending, as: UTF8.self)) { events.append(event) }
            pending.removeAll(keepingCapacity: true)
        }
        guard size + pending.count < Self.limit else {
            throw ModelError(.malformed, "the model's answer is larger than 4 MiB")
        }
        return events
    }

    private mutating func take(_ line: String) -> Event? {
        if line.isEmpty {
            defer { (name, data) = (nil, []) }
            return data.isEmpty ? nil : Event(name: name, data: data.joined(separator: "\n"))
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]) : ""
        switch parts[0] {
        case "event": name = value
        case "data": data.append(value)
        default: break
        }
        return nil
    }
}
