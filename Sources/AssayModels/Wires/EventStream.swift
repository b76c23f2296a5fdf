import AssayCore

/// Splits a stream into server-sent events (HTML Living Standard, 9.2).
struct EventStream {
    /// One dispatched event.
    struct Event {
        var name: String?
        var data: String
    }

    /// The bytes of an unfinished line; bytes, because a chunk may end within a character.
    private var pending: [UInt8] = []
    private var name: String?
    private var data: [String] = []
    private var size = 0
    /// The largest stream that is read, in bytes.
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
