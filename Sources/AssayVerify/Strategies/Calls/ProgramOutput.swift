import AssaySupport

/// What a whole program wrote, compared byte by byte.
///
/// Unicode offers several ways to write the same text, several ends of lines and several blanks; none of them is taken for another,
/// because a task may be about just that. Lines end at line feeds, blanks are spaces and tabs.
struct ProgramOutput {
    private let bytes: [UInt8]

    /// Takes an output; `crlf` says that a line may end in CR LF as well.
    init(_ text: some Sequence<UInt8>, crlf: Bool = false) {
        let bytes = Array(text)
        self.bytes = crlf ? Self.withoutReturns(bytes) : bytes
    }

    /// Whether a program wrote what it should: blanks at the ends of lines and empty lines at the end do not count.
    ///
    /// With a tolerance, words that are decimal numbers may be off by that share or amount, and blanks only part words: the
    /// rule of the default validator in the Kattis problem package format (`float_tolerance`).
    func isSame(as expected: ProgramOutput, tolerance: Double?) -> Bool {
        guard let tolerance else { return lines == expected.lines }
        let (left, right) = (words, expected.words)
        return left.count == right.count
            && zip(left, right).allSatisfy { word, wanted in
                if word == wanted { return true }
                guard let number = DecimalNumber.value(of: word), let value = DecimalNumber.value(of: wanted) else { return false }
                return abs(number - value) <= tolerance * max(1, abs(value))
            }
    }

    private static let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func withoutReturns(_ bytes: [UInt8]) -> [UInt8] {
        bytes.indices.filter { !(bytes[$0] == carriageReturn && $0 + 1 < bytes.count && bytes[$0 + 1] == lineFeed) }.map { bytes[$0] }
    }

    private var lines: [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: Self.lineFeed, omittingEmptySubsequences: false).map { line in
            line[..<(line.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? line.startIndex)]
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private var words: [ArraySlice<UInt8>] { bytes.split { Self.isBlank($0) || $0 == Self.lineFeed } }
}

/// A finite number in decimal digits, such as `-1`, `.5`, `2.` and `1e-9`.
///
/// Hexadecimal numbers, infinity, NaN and digits of other scripts are none.
enum DecimalNumber {
    /// The value of a word; nil where it is no such number.
    static func value(of word: some Collection<UInt8>) -> Double? {
        var rest = word[...]
        func skip(_ bytes: String) { if let first = rest.first, bytes.utf8.contains(first) { rest.removeFirst() } }
        func digits() -> Int {
            let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest.removeFirst(count)
            return count
        }
        skip("+-")
        var count = digits()
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            count += digits()
        }
        guard count > 0 else { return nil }
        if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
            rest.removeFirst()
            skip("+-")
            guard digits() > 0 else { return nil }
        }
        guard rest.isEmpty, let value = Double(String(decoding: word, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }
}
