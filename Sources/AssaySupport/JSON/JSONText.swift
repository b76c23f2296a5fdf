/// Reads JSON (RFC 8259) as other programs write it, and loses nothing of it.
///
/// Numbers and strings that Swift's types cannot hold keep their text: integers beyond 2^53, `1e999`, the `NaN`,
/// `Infinity` and `-Infinity` of Python's `json`, and strings with half a surrogate pair.
package struct JSONText {
    /// Why a text is no JSON, and where.
    package struct Problem: Error, Sendable, Equatable {
        /// Bytes before the place.
        package let offset: Int
        /// What is wrong there.
        package let reason: String
    }

    /// More levels than any real document has; each costs a part of the stack.
    private static let deepest = 256

    private let bytes: [UInt8]
    private var position = 0

    /// Reads one value that fills the bytes; a byte order mark before it is skipped.
    package static func value(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
        var reader = JSONText(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.position == bytes.count else { throw reader.problem("there is more after the value") }
        return value
    }

    /// The text of a string's token, with U+FFFD for each half of a surrogate pair; nil for the token of another value.
    static func lossyString(_ token: String) -> String? {
        let bytes = Array(token.utf8)
        guard bytes.first == UInt8(ascii: "\""), bytes.count > 1 else { return nil }
        var (text, isWhole) = ([UInt8](), true)
        guard (try? JSONText(bytes: bytes).unescape(bytes[1..<bytes.count - 1], into: &text, &isWhole)) != nil else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func problem(_ reason: String, at offset: Int? = nil) -> Problem { Problem(offset: offset ?? position, reason: reason) }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func value(depth: Int) throws(Problem) -> JSONValue {
        guard depth < Self.deepest else { throw problem("nested more than \(Self.deepest) levels deep") }
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return try string()
        case nil: throw problem("the text ends where a value should be")
        default: return try word()
        }
    }

    private mutating func object(_ depth: Int) throws(Problem) -> JSONValue {
        position += 1
        var values: [String: JSONValue] = [:]
        skipBlanks()
        if take("}") { return .object(values) }
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw problem("a key in double quotes should be here") }
            let key = try string().text ?? ""
            skipBlanks()
            guard take(":") else { throw problem("a ':' should be here") }
            values[key] = try value(depth: depth + 1)
            skipBlanks()
            if take("}") { return .object(values) }
            guard take(",") else { throw problem("a ',' or '}' should be here") }
        }
    }

    private mutating func array(_ depth: Int) throws(Problem) -> JSONValue {
        position += 1
        var values: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(values) }
        while true {
            values.append(try value(depth: depth + 1))
            skipBlanks()
            if take("]") { return .array(values) }
            guard take(",") else { throw problem("a ',' or ']' should be here") }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Reads `true`, `false`, `null`, or a number.
    private mutating func word() throws(Problem) -> JSONValue {
        let start = position
        while let byte = current, Self.isOfWord(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "NaN", "Infinity", "-Infinity": return .literal(text)
        default:
            guard Self.isNumber(bytes[start..<position]) else { throw problem("no JSON value begins here", at: start) }
            guard let number = Double(text), JSONValue.number(number).json == text else { return .literal(text) }
            return .number(number)
        }
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || isDigit(byte)
            || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") || byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// Whether bytes are a number by RFC 8259 §6.
    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        func digits() -> Int { rest.prefix(while: isDigit).count }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = digits()
        guard whole > 0, whole == 1 || rest.first != 0x30 else { return false }
        rest.removeFirst(whole)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let count = digits()
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            let count = digits()
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        return rest.isEmpty
    }

    private mutating func string() throws(Problem) -> JSONValue {
        let start = position
        position += 1
        while true {
            guard let byte = current else { throw problem("the string that begins here has no end", at: start) }
            if byte == UInt8(ascii: "\"") { break }
            guard byte >= 0x20 else { throw problem("a control character stands in a string; it must be escaped") }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
        let inside = bytes[start + 1..<position - 1]
        if !inside.contains(UInt8(ascii: "\\")) {
            guard let text = String(validating: inside, as: UTF8.self) else { throw problem("the string is not UTF-8", at: start) }
            return .string(text)
        }
        var (text, isWhole) = ([UInt8](), true)
        try unescape(inside, into: &text, &isWhole)
        guard let plain = String(validating: text, as: UTF8.self) else { throw problem("the string is not UTF-8", at: start) }
        return isWhole ? .string(plain) : .literal(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// Undoes escapes (RFC 8259 §7); half a surrogate pair becomes U+FFFD, and the text is not whole then.
    private func unescape(_ source: ArraySlice<UInt8>, into text: inout [UInt8], _ isWhole: inout Bool) throws(Problem) {
        var index = source.startIndex
        text.reserveCapacity(source.count)
        while index < source.endIndex {
            guard source[index] == UInt8(ascii: "\\") else {
                text.append(source[index])
                index += 1
                continue
            }
            guard index + 1 < source.endIndex else { throw problem("an escape has no end", at: index) }
            let kind = source[index + 1]
            guard kind == UInt8(ascii: "u") else {
                guard let plain = Self.escapes[kind] else { throw problem("an escape that JSON does not have", at: index) }
                text.append(plain)
                index += 2
                continue
            }
            guard var code = unit(source, index) else { throw problem("\\u needs four hexadecimal digits", at: index) }
            index += 6
            if code & 0xFC00 == 0xD800, let low = unit(source, index), low & 0xFC00 == 0xDC00 {
                code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
                index += 6
            }
            if let scalar = Unicode.Scalar(code) {
                text += Array(String(Character(scalar)).utf8)
            } else {
                text += [0xEF, 0xBF, 0xBD]
                isWhole = false
            }
        }
    }

    /// The four hexadecimal digits after `\u`; nil where there is no such escape.
    private func unit(_ source: ArraySlice<UInt8>, _ index: Int) -> UInt32? {
        guard index + 6 <= source.endIndex, source[index] == UInt8(ascii: "\\"), source[index + 1] == UInt8(ascii: "u") else { return nil }
        let digits = String(decoding: source[index + 2..<index + 6], as: UTF8.self)
        return digits.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") } ? UInt32(digits, radix: 16) : nil
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
}
