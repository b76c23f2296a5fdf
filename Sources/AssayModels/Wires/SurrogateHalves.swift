import AssaySupport

/// Joins halves of UTF-16 surrogate pairs that arrive as JSON escapes in separate events.
///
/// A server that cuts its text between UTF-16 units sends `\ud83d` in one event and `\ude00` in the next; RFC 8259, section
/// 8.2, leaves the meaning open. Until both are here, each half is represented by a character of the last private plane.
enum SurrogateHalves {
    private static let marks: ClosedRange<UInt32> = 0x10F800...0x10FFFF
    private static let firstLow: UInt32 = 0xDC00
    private static let shift: UInt32 = 0x10F800 - 0xD800

    /// The value with such a character for each lone half; nil when there is none.
    static func marked(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .literal(let token):
            JSONEscapes.text(ofToken: token) { Unicode.Scalar($0 + shift) ?? "\u{FFFD}" }.map(JSONValue.string)
        case .array(let items):
            replaced(items, by: marked).map(JSONValue.array)
        case .object(let members):
            replaced(Array(members.values), by: marked).map { .object(Dictionary(uniqueKeysWithValues: zip(members.keys, $0))) }
        default: nil
        }
    }

    /// The items with those replaced for which `other` returns a value; nil when it does for none.
    private static func replaced(_ items: [JSONValue], by other: (JSONValue) -> JSONValue?) -> [JSONValue]? {
        let others = items.map(other)
        return others.contains { $0 != nil } ? zip(items, others).map { $1 ?? $0 } : nil
    }

    /// The text with matching marks joined to one character and any other mark replaced by U+FFFD.
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
}
