/// Reads JSON (RFC 8259) as other programs write it, and loses nothing of it.
///
/// Numbers and strings that Swift's types cannot hold keep their text: integers beyond 2^53, `1e999`, the `NaN`,
/// `Infinity` and `-Infinity` of Python's `json`, and strings with half a surrogate pair.
package enum JSONText {
    /// Why a text is no JSON, or not of the shape that was asked for, and where.
    package struct Problem: Error, Sendable, Equatable {
        /// Bytes before the place.
        package let offset: Int
        /// The error at that place.
        package let reason: String
    }

    /// Reads one value that fills the bytes; a byte order mark before it is skipped.
    package static func value(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
        var scanner = JSONScanner(bytes)
        let value = try scanner.value()
        try scanner.end()
        return value
    }

    /// Reads a text that is one JSON value; nil for anything else.
    package static func value(_ text: String) -> JSONValue? { try? value(Array(text.utf8)) }
}

extension JSONText.Problem {
    /// The error of a line of a file, with the column, counted in characters from 1.
    package func error(in line: [UInt8], at place: String) -> InputError {
        let column = String(decoding: line.prefix(offset), as: UTF8.self).withoutByteOrderMark.count + 1
        return InputError("\(place):\(column)", "not a JSON object: \(reason)")
    }

    /// The error of a file that is one JSON value, with line and column.
    package func error(inDocument bytes: [UInt8], at path: String) -> InputError {
        let before = bytes.prefix(offset)
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return InputError("\(path):\(line):\(String(decoding: before[start...], as: UTF8.self).withoutByteOrderMark.count + 1)", "not JSON: \(reason)")
    }
}

extension JSONScanner {
    /// Reads the next value whole.
    package mutating func value() throws(JSONText.Problem) -> JSONValue {
        switch next() {
        case UInt8(ascii: "{"):
            let start = place
            var values: [String: JSONValue] = [:]
            var isWhole = true
            try object { key, scanner throws(JSONText.Problem) in
                // A dictionary takes keys for the same that differ in their normal form alone.
                if let index = values.index(forKey: key), !values.keys[index].utf8.elementsEqual(key.utf8) { isWhole = false }
                values[key] = try scanner.value()
            }
            return isWhole ? .object(values) : .literal(text(from: start))
        case UInt8(ascii: "["):
            var values: [JSONValue] = []
            try array { scanner throws(JSONText.Problem) in values.append(try scanner.value()) }
            return .array(values)
        case UInt8(ascii: "\""):
            let string = try wholeString()
            return string.isWhole ? .string(string.text) : .literal(string.token)
        case nil: throw problem("the text ends where a value should be")
        default: return Self.value(ofWord: try word())
        }
    }

    private static func value(ofWord text: String) -> JSONValue {
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            guard let number = Double(text), JSONValue.number(number).json == text else { return .literal(text) }
            return .number(number)
        }
    }
}
