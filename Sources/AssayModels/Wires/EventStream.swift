/// Splits a byte stream into server-sent events (HTML Living Standard, section 9.2).
struct EventStream: Sendable {
    /// The bytes of an unfinished line; a chunk may end within a character, so they are not text yet.
    private var pending: [UInt8] = []
    private var data: [String] = []
    private var endedWithCR = false
    private var isFirst = true

    /// Adds bytes, split anywhere, and returns the data of the events that are complete.
    ///
    /// A line ends with CR, LF or both. Event names are ignored, because the data of each interface repeats the type.
    mutating func add(_ bytes: some Sequence<UInt8>) -> [String] {
        var events: [String] = []
        for byte in bytes {
            defer { endedWithCR = byte == UInt8(ascii: "\r") }
            if byte == UInt8(ascii: "\n"), endedWithCR { continue }
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                pending.append(byte)
                continue
            }
            if let event = take() { events.append(event) }
        }
        return events
    }

    /// Returns the data of a last event that no blank line ended; nil when there is none.
    mutating func rest() -> String? {
        take() ?? take()
    }

    private mutating func take() -> String? {
        var line = String(decoding: pending, as: UTF8.self)
        pending.removeAll(keepingCapacity: true)
        // A byte order mark at the beginning is not part of the stream.
        if isFirst, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
        isFirst = false
        if line.isEmpty {
            defer { data = [] }
            return data.isEmpty ? nil : data.joined(separator: "\n")
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts[0] == "data" { data.append(parts.count > 1 ? String(parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]) : "") }
        return nil
    }
}
