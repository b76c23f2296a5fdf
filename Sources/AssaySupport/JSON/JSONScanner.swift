import FoundationEssentials

/// Reads one JSON text (RFC 8259) from its bytes, value after value, and builds only what is asked for.
///
/// It is for files of many lines of which a few keys are wanted. The numbers `NaN`, `Infinity` and `-Infinity`, which
/// Python's `json` writes, are passed over like others.
package struct JSONScanner {
    /// The text is not JSON, or not of the shape that was asked for.
    package struct Malformed: Error {}

    /// Deeper values are refused: real results are flat.
    private static let deepest = 256

    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    /// Starts before the text's only value.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads an object, giving each key to `member`, which must read exactly the value behind it.
    package mutating func object(_ member: (String, inout JSONScanner) throws(Malformed) -> Void) throws(Malformed) {
        try open("{")
        guard try !closes("}") else { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(key, &self)
        } while try goesOn("}")
    }

    /// Reads an array, of which `item` must read each value.
    package mutating func array(_ item: (inout JSONScanner) throws(Malformed) -> Void) throws(Malformed) {
        try open("[")
        guard try !closes("]") else { return }
        repeat { try item(&self) } while try goesOn("]")
    }

    /// Reads a string.
    package mutating func string() throws(Malformed) -> String {
        let (range, isPlain) = try stringRange()
        if isPlain, let text = bytes.withUnsafeBufferPointer({ String(validating: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }) {
            return text
        }
        // Escapes are rare where this reads a string; the library's decoder knows all of them.
        guard let text = try? JSONDecoder().decode(String.self, from: Data(bytes[(range.lowerBound - 1)...range.upperBound])) else {
            throw Malformed()
        }
        return text
    }

    /// Reads a string; another value is passed over and gives nil.
    package mutating func stringIfAny() throws(Malformed) -> String? {
        if next() == UInt8(ascii: "\"") { return try string() }
        try skip()
        return nil
    }

    /// Reads a whole number; another value is passed over and gives nil.
    package mutating func integerIfAny() throws(Malformed) -> Int? {
        _ = next()
        let start = place
        try skip()
        return Int(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    /// Whether the next value is an array.
    package mutating func isArray() -> Bool { next() == UInt8(ascii: "[") }

    /// Passes over the next value.
    package mutating func skip() throws(Malformed) {
        switch next() {
        case UInt8(ascii: "{"): try object { _, scanner throws(Malformed) in try scanner.skip() }
        case UInt8(ascii: "["): try array { scanner throws(Malformed) in try scanner.skip() }
        case UInt8(ascii: "\""): _ = try stringRange()
        default: try skipWord()
        }
    }

    /// Checks that nothing but white space is left.
    package mutating func end() throws(Malformed) { guard next() == nil else { throw Malformed() } }

    /// The next byte that is not white space.
    private mutating func next() -> UInt8? {
        while place < bytes.count, case let byte = bytes[place] {
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return byte }
            place += 1
        }
        return nil
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws(Malformed) {
        guard next() == UInt8(ascii: scalar) else { throw Malformed() }
        place += 1
    }

    private mutating func open(_ scalar: Unicode.Scalar) throws(Malformed) {
        try expect(scalar)
        depth += 1
        guard depth <= Self.deepest else { throw Malformed() }
    }

    private mutating func closes(_ scalar: Unicode.Scalar) throws(Malformed) -> Bool {
        guard next() == UInt8(ascii: scalar) else { return false }
        place += 1
        depth -= 1
        return true
    }

    /// Whether a comma follows, and not the end of the object or array.
    private mutating func goesOn(_ end: Unicode.Scalar) throws(Malformed) -> Bool {
        if try closes(end) { return false }
        try expect(",")
        return true
    }

    /// The bytes between the quotes of the next string, and whether they stand for themselves.
    private mutating func stringRange() throws(Malformed) -> (Range<Int>, Bool) {
        try expect("\"")
        let start = place
        var isPlain = true
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { return (start..<(place - 1), isPlain) }
            guard byte >= 0x20 else { break }
            if byte == UInt8(ascii: "\\") {
                isPlain = false
                place += 1
            }
        }
        throw Malformed()
    }

    private static let words: Set<String> = ["true", "false", "null", "NaN", "Infinity", "-Infinity"]

    /// Passes over a number or a word.
    private mutating func skipWord() throws(Malformed) {
        let start = place
        while place < bytes.count, Self.isPartOfWord(bytes[place]) { place += 1 }
        let text = bytes[start..<place]
        guard Self.isNumber(text) || Self.words.contains(String(decoding: text, as: UTF8.self)) else { throw Malformed() }
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Whether bytes are a number: an integer without leading zeros, a fraction, an exponent.
    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func digits() -> Int {
            let count = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let isZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !isZero else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
