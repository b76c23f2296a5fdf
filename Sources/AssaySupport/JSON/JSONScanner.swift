/// Reads one JSON text (RFC 8259) from its bytes, value by value, and builds only the requested values.
///
/// The numbers `NaN`, `Infinity` and `-Infinity`, which Python's `json` writes, are taken like others. For files of many
/// lines of which a few keys are wanted; `value()` builds all.
package struct JSONScanner {
    /// The deepest nesting that is read; each level uses stack space, and real documents have fewer.
    private static let deepest = 256

    private let bytes: [UInt8]
    private(set) var place = 0
    private var depth = 0

    /// Starts before the text's only value; a byte order mark is skipped.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    /// Reads an object, giving each key to `member`, which must read exactly the value behind it.
    package mutating func object(
        _ member: (String, inout JSONScanner) throws(JSONText.Problem) -> Void
    ) throws(JSONText.Problem) {
        try open("{")
        guard !closes("}") else { return }
        repeat {
            guard next() == UInt8(ascii: "\"") else { throw problem("a key in double quotes should be here") }
            let key = try string()
            try expect(":")
            try member(key, &self)
        } while try goesOn("}")
    }

    /// Reads an array, of which `item` must read each value.
    package mutating func array(_ item: (inout JSONScanner) throws(JSONText.Problem) -> Void) throws(JSONText.Problem) {
        try open("[")
        guard !closes("]") else { return }
        repeat { try item(&self) } while try goesOn("]")
    }

    /// Reads a string; half of a surrogate pair becomes U+FFFD.
    package mutating func string() throws(JSONText.Problem) -> String { try wholeString().text }

    /// Reads a string, says whether the text is all of it, and gives its token where it is not.
    mutating func wholeString() throws(JSONText.Problem) -> (text: String, isWhole: Bool, token: String) {
        let (range, isPlain) = try stringRange()
        if isPlain, let text = bytes.withUnsafeBufferPointer({ String(validating: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }) {
            return (text, true, "")
        }
        let (text, hasHalves) = try JSONEscapes.undone(bytes[range])
        return (text, !hasHalves, hasHalves ? String(decoding: bytes[(range.lowerBound - 1)...range.upperBound], as: UTF8.self) : "")
    }

    /// Reads a string; another value is passed over and gives nil.
    package mutating func stringIfAny() throws(JSONText.Problem) -> String? {
        if next() == UInt8(ascii: "\"") { return try string() }
        try skip()
        return nil
    }

    /// Reads a whole number; another value is passed over and gives nil.
    package mutating func integerIfAny() throws(JSONText.Problem) -> Int? {
        _ = next()
        let start = place
        try skip()
        return Int(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    /// Whether the next value is an object.
    package mutating func isObject() -> Bool { next() == UInt8(ascii: "{") }

    /// Whether the next value is an array.
    package mutating func isArray() -> Bool { next() == UInt8(ascii: "[") }

    /// Passes over the next value.
    package mutating func skip() throws(JSONText.Problem) {
        switch next() {
        case UInt8(ascii: "{"): try object { _, scanner throws(JSONText.Problem) in try scanner.skip() }
        case UInt8(ascii: "["): try array { scanner throws(JSONText.Problem) in try scanner.skip() }
        case UInt8(ascii: "\""): _ = try stringRange()
        default: _ = try word()
        }
    }

    /// Checks that nothing but white space is left.
    package mutating func end() throws(JSONText.Problem) {
        guard next() == nil else { throw problem("there is more after the value") }
    }

    /// The text between a place and the one that is read now.
    func text(from start: Int) -> String { String(decoding: bytes[start..<place], as: UTF8.self) }

    /// A problem at the place that is read.
    func problem(_ reason: String) -> JSONText.Problem { JSONText.Problem(offset: place, reason: reason) }

    /// The next byte that is not white space.
    mutating func next() -> UInt8? {
        while place < bytes.count, case let byte = bytes[place] {
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return byte }
            place += 1
        }
        return nil
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws(JSONText.Problem) {
        guard next() == UInt8(ascii: scalar) else { throw problem("a '\(scalar)' should be here") }
        place += 1
    }

    private mutating func open(_ scalar: Unicode.Scalar) throws(JSONText.Problem) {
        guard next() == UInt8(ascii: scalar), depth < Self.deepest else {
            throw problem(depth < Self.deepest ? "a '\(scalar)' should be here" : "nested more than \(Self.deepest) levels deep")
        }
        place += 1
        depth += 1
    }

    private mutating func closes(_ scalar: Unicode.Scalar) -> Bool {
        guard next() == UInt8(ascii: scalar) else { return false }
        place += 1
        depth -= 1
        return true
    }

    /// Whether a comma follows, and not the end of the object or array.
    private mutating func goesOn(_ end: Unicode.Scalar) throws(JSONText.Problem) -> Bool {
        if closes(end) { return false }
        guard next() == UInt8(ascii: ",") else { throw problem("a ',' or '\(end)' should be here") }
        place += 1
        return true
    }

    /// The bytes between the quotes of the next string, and whether they contain no escapes.
    private mutating func stringRange() throws(JSONText.Problem) -> (Range<Int>, Bool) {
        try expect("\"")
        let start = place
        var isPlain = true
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") {
                place += 1
                return (start..<(place - 1), isPlain)
            }
            guard byte >= 0x20 else { throw problem("a string contains a control character; it must be escaped") }
            isPlain = isPlain && byte != UInt8(ascii: "\\")
            place += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        throw JSONText.Problem(offset: start - 1, reason: "the string that begins here has no end")
    }

    private static let words: Set<String> = ["true", "false", "null", "NaN", "Infinity", "-Infinity"]

    /// Reads a number or one of the words.
    mutating func word() throws(JSONText.Problem) -> String {
        let start = place
        while place < bytes.count, Self.isPartOfWord(bytes[place]) { place += 1 }
        let part = bytes[start..<place]
        let text = String(decoding: part, as: UTF8.self)
        guard Self.isNumber(part) || Self.words.contains(text) else { throw JSONText.Problem(offset: start, reason: "no JSON value begins here") }
        return text
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Whether bytes are a number (RFC 8259, section 6): an integer without leading zeros, a fraction, an exponent.
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
