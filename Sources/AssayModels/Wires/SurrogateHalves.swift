/// Keeps halves of UTF-16 pairs that JSON escapes alone, so that halves in two events can be joined.
///
/// A server that cuts its text between UTF-16 units sends `\ud83d` in one event and `\ude00` in the next (RFC 8259,
/// section 8.2, leaves open what a reader does). Each half stands as a character of the last private plane until then.
enum SurrogateHalves {
    private static let halves: ClosedRange<UInt32> = 0xD800...0xDFFF
    private static let marks: ClosedRange<UInt32> = 0x10F800...0x10FFFF
    private static let firstLow: UInt32 = 0xDC00
    private static let shift: UInt32 = 0x10F800 - 0xD800

    /// JSON text in which lone halves are marks; nil when there are none.
    static func marked(_ json: String) -> String? {
        let bytes = Array(json.utf8)
        var out: [UInt8] = []
        var (index, isMarked) = (0, false)
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                out.append(bytes[index])
                index += 1
                continue
            }
            guard let unit = unit(bytes, at: index), halves.contains(unit) else {
                out += bytes[index..<index + 2]
                index += 2
                continue
            }
            if unit < firstLow, let next = self.unit(bytes, at: index + 6), next >= firstLow, halves.contains(next) {
                out += bytes[index..<index + 12]
                index += 12
            } else {
                if let mark = Unicode.Scalar(unit + shift) { out += Array(String(mark).utf8) }
                index += 6
                isMarked = true
            }
        }
        return isMarked ? String(decoding: out, as: UTF8.self) : nil
    }

    /// Text in which two marks that belong together are one character, and any other mark U+FFFD.
    static func joined(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var high: UInt32?
        for scalar in text.unicodeScalars {
            let unit = marks.contains(scalar.value) ? scalar.value - shift : nil
            if let first = high {
                high = nil
                if let unit, unit >= firstLow, let whole = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (unit - firstLow)) {
                    out.append(whole)
                    continue
                }
                out.append("\u{FFFD}")
            }
            switch unit {
            case let unit? where unit < firstLow: high = unit
            case .some: out.append("\u{FFFD}")
            case nil: out.append(scalar)
            }
        }
        if high != nil { out.append("\u{FFFD}") }
        return String(out)
    }

    /// The UTF-16 unit that a `\uXXXX` escape at this place means.
    private static func unit(_ bytes: [UInt8], at index: Int) -> UInt32? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else { return nil }
        let digits = bytes[index + 2..<index + 6]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
