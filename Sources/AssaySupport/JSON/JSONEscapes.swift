/// The escape sequences of JSON strings (RFC 8259, section 7).
package enum JSONEscapes {
    /// The text of a string's token, quotes included, with a character in the place of each half of a surrogate pair that
    /// stands alone; nil for what is no such token.
    package static func text(ofToken token: String, half: (UInt32) -> Unicode.Scalar) -> String? {
        let bytes = Array(token.utf8)
        guard bytes.count > 1, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else { return nil }
        return (try? undone(bytes[1..<bytes.count - 1], half: half))?.text
    }

    /// Undoes the escapes of a string, and says whether halves of surrogate pairs stood alone in it.
    ///
    /// - Throws: `JSONText.Problem` with the place of an escape that JSON does not have, or of text that is no UTF-8.
    static func undone(
        _ source: ArraySlice<UInt8>, half: (UInt32) -> Unicode.Scalar = { _ in "\u{FFFD}" }
    ) throws(JSONText.Problem) -> (text: String, hasHalves: Bool) {
        var (bytes, hasHalves, index) = ([UInt8](), false, source.startIndex)
        bytes.reserveCapacity(source.count)
        while index < source.endIndex {
            guard source[index] == UInt8(ascii: "\\") else {
                bytes.append(source[index])
                index += 1
                continue
            }
            guard index + 1 < source.endIndex else { throw JSONText.Problem(offset: index, reason: "an escape has no end") }
            guard source[index + 1] == UInt8(ascii: "u") else {
                guard let plain = short[source[index + 1]] else { throw JSONText.Problem(offset: index, reason: "an escape that JSON does not have") }
                bytes.append(plain)
                index += 2
                continue
            }
            guard var code = unit(source, index) else { throw JSONText.Problem(offset: index, reason: "\\u needs four hexadecimal digits") }
            index += 6
            if code & 0xFC00 == 0xD800, let low = unit(source, index), low & 0xFC00 == 0xDC00 {
                code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
                index += 6
            }
            let scalar = Unicode.Scalar(code)
            hasHalves = hasHalves || scalar == nil
            bytes += Array(String(scalar ?? half(code)).utf8)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw JSONText.Problem(offset: source.startIndex, reason: "the string is not UTF-8")
        }
        return (text, hasHalves)
    }

    /// The UTF-16 unit of an escape `\u` with four digits; nil when there is no such escape.
    private static func unit(_ source: ArraySlice<UInt8>, _ index: Int) -> UInt32? {
        guard index + 6 <= source.endIndex, source[index] == UInt8(ascii: "\\"), source[index + 1] == UInt8(ascii: "u") else { return nil }
        let digits = source[index + 2..<index + 6]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static let short: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
}
