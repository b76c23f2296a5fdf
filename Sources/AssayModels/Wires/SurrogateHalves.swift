import AssaySupport

/// Keeps halves of UTF-16 pairs that JSON escapes alone, so that halves in two events can be joined.
///
/// A server that cuts its text between UTF-16 units sends `\ud83d` in one event and `\ude00` in the next (RFC 8259,
/// section 8.2, leaves open what a reader does). Each half stands as a character of the last private plane until then.
enum SurrogateHalves {
    private static let marks: ClosedRange<UInt32> = 0x10F800...0x10FFFF
    private static let firstLow: UInt32 = 0xDC00
    private static let shift: UInt32 = 0x10F800 - 0xD800

    /// The value with marks for lone halves; nil when no half stands alone in it.
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

    /// The items with those replaced for which there is something else; nil when there is for none.
    private static func replaced(_ items: [JSONValue], by other: (JSONValue) -> JSONValue?) -> [JSONValue]? {
        let others = items.map(other)
        return others.contains { $0 != nil } ? zip(items, others).map { $1 ?? $0 } : nil
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
}
