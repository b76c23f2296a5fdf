import AssaySupport

/// The forms in which words of code and of ordinary text are compared.
///
/// A statement says "rounded prices" where the code says `round_price`, so names are split into parts and endings are cut off.
enum WordForms {
    /// The endings that are cut off, the longest first; what is left has at least three letters.
    private static let endings = ["ings", "ing", "ies", "ers", "er", "ed", "es", "ly", "s"]

    /// Returns the stem of a word and, where it is a name of several parts, the stems of those; each once.
    static func all(_ word: String) -> [String] {
        let parts = parts(word)
        let forms = [stem(word.lowercased())] + (parts.count > 1 ? parts.map { stem($0) } : [])
        return forms.filter { $0.utf8.count > 1 }.uniqued()
    }

    /// Returns the parts of a name in lower case: `parseHTTPDate` and `parse_http_date` have `parse`, `http` and `date`.
    static func parts(_ name: String) -> [String] {
        let bytes = Array(name.utf8)
        var parts: [String] = []
        var start = 0
        for index in bytes.indices {
            let isLast = index + 1 == bytes.count
            guard isLast || isBoundary(bytes, after: index) else { continue }
            let part = bytes[start...index].filter { $0 != UInt8(ascii: "_") }
            if part.count > 1 { parts.append(String(decoding: part, as: UTF8.self).lowercased()) }
            start = index + 1
        }
        return parts
    }

    /// Whether a part of a name ends behind a byte: at an underscore, between letters and digits, and where capitals begin or end.
    private static func isBoundary(_ bytes: [UInt8], after index: Int) -> Bool {
        let (this, next) = (bytes[index], bytes[index + 1])
        if this == UInt8(ascii: "_") || next == UInt8(ascii: "_") { return true }
        if isDigit(this) != isDigit(next) { return true }
        if isUpper(next) { return !isUpper(this) || (index + 2 < bytes.count && isLower(bytes[index + 2])) }
        return false
    }

    /// Returns a word in lower case without its ending, in the simplest way that brings the forms of most English words together.
    static func stem(_ word: String) -> String {
        var word = word
        for ending in endings where word.hasSuffix(ending) && word.utf8.count >= ending.utf8.count + 3 {
            word.removeLast(ending.utf8.count)
            if ending == "ies" { word += "y" }
            let tail = Array(word.utf8.suffix(2))
            // "dropping" is "drop", "filling" is "fill".
            if ["ing", "ed", "er"].contains(ending), word.utf8.count > 3, tail[0] == tail[1], !"ls".utf8.contains(tail[1]) { word.removeLast() }
            break
        }
        return word.utf8.count > 4 && word.hasSuffix("e") ? String(word.dropLast()) : word
    }

    private static func isUpper(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
    private static func isLower(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
