import AssayCore

/// The conversation with a driver: requests in a file, replies on one descriptor, one line for each scalar.
///
/// A request is an id, the function's place, then each argument: an integer or a number as text, `1` or `0`, the
/// hexadecimal UTF-8 bytes of a string, or a list's length and its items. A reply is the id, one of `returned`,
/// `raised`, `type` and `missing`, then the value or a text. What does not fit is a forgery: drivers are ours.
enum CallWire {
    enum Reply: Sendable, Equatable {
        case returned(CallValue)
        case raised(String)
        /// A value of another type than the task asks for.
        case wrongType(String)
        /// No function of that name.
        case missing
    }

    /// What is said of an answer that is no text.
    static let noText = "bytes that are no UTF-8 text"

    /// The replies of a whole conversation, as far as they came, in the order of the requests.
    struct Conversation: Sendable, Equatable {
        var replies: [Reply] = []
        /// The error of the solution when it could not be loaded.
        var loadError: String?
        /// Why the rest is nothing that a driver says.
        var forgery: String?
    }

    struct Request: Sendable {
        var id: UInt64
        var function: Int
        var arguments: [CallValue]
    }

    static func text(_ requests: [Request]) -> String {
        var lines: [String] = []
        for request in requests {
            lines += ["\(request.id)", "\(request.function)"]
            for argument in request.arguments { put(argument, &lines) }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func put(_ value: CallValue, _ lines: inout [String]) {
        switch value {
        case .int(let value): lines.append("\(value)")
        case .float(let value): lines.append("\(value)")
        case .bool(let value): lines.append(value ? "1" : "0")
        case .string(let value): lines.append(hex(value))
        case .list(let items):
            lines.append("\(items.count)")
            for item in items { put(item, &lines) }
        }
    }

    static func hex(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Reads the replies to some requests; never trusts that they are replies.
    static func read(_ bytes: [UInt8], to requests: [Request], _ functions: [CallFunction]) -> Conversation {
        var conversation = Conversation()
        var reader = LineReader(bytes)
        for request in requests {
            guard let head = reader.next() else { return conversation }
            if head == "load", conversation.replies.isEmpty {
                conversation.loadError = reader.next().flatMap(text) ?? ""
                break
            }
            guard head == "\(request.id)" else {
                conversation.forgery = "a reply to another question"
                return conversation
            }
            guard let kind = reader.next() else { return conversation }
            let reply: Reply?
            switch kind {
            case "returned":
                let value = value(functions[request.function].returns, &reader)
                reply = value.map { reader.isText ? .returned($0) : .wrongType(noText) }
            case "raised": reply = reader.next().flatMap(text).map { .raised($0) }
            case "type": reply = reader.next().flatMap(text).map { .wrongType($0) }
            case "missing": reply = .missing
            default: reply = nil
            }
            guard let reply else {
                // What ends amid a reply is an end, not a forgery.
                if !reader.hasEnded { conversation.forgery = "a malformed reply" }
                return conversation
            }
            conversation.replies.append(reply)
        }
        if !reader.isAtEnd { conversation.forgery = "more than was asked" }
        return conversation
    }

    private static func value(_ type: ValueType, _ reader: inout LineReader) -> CallValue? {
        guard let line = reader.next() else { return nil }
        switch type {
        case .int: return Int64(line).map { .int($0) }
        case .float: return Double(line).map { .float($0) }
        case .bool: return line == "1" ? .bool(true) : line == "0" ? .bool(false) : nil
        case .string:
            guard let bytes = bytes(line) else { return nil }
            let text = String(validating: bytes, as: UTF8.self)
            reader.isText = reader.isText && text != nil
            return .string(text ?? "")
        case .list(let item):
            guard let count = Int(line), count >= 0, count <= 1 << 20 else { return nil }
            var items: [CallValue] = []
            for _ in 0..<count {
                guard let one = value(item, &reader) else { return nil }
                items.append(one)
            }
            return .list(items)
        }
    }

    /// The text of hexadecimal bytes; what is no UTF-8 gets replacement characters.
    private static func text(_ line: String) -> String? { bytes(line).map { String(decoding: $0, as: UTF8.self) } }

    /// The bytes that hexadecimal digits stand for; nil where they stand for none.
    private static func bytes(_ line: String) -> [UInt8]? {
        let digits = Array(line.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = nibble(digits[place]), let low = nibble(digits[place + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 97...102: digit - 87
        default: nil
        }
    }

    /// Lines of ASCII that end with a line feed; an unfinished last line is none.
    private struct LineReader {
        private let bytes: [UInt8]
        private var place = 0
        init(_ bytes: [UInt8]) { self.bytes = bytes }
        var isAtEnd: Bool { !bytes[place...].contains(10) }
        /// Whether more was asked for than there is.
        private(set) var hasEnded = false
        /// Whether all strings so far were UTF-8.
        var isText = true

        mutating func next() -> String? {
            guard let end = bytes[place...].firstIndex(of: 10) else {
                hasEnded = true
                return nil
            }
            defer { place = end + 1 }
            return String(decoding: bytes[place..<end], as: UTF8.self)
        }
    }
}
