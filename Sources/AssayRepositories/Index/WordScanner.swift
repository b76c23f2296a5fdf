/// Finds the words of a text: runs of letters, digits and underscores that do not begin with a digit.
enum WordScanner {
    /// Calls `found` with each word and whether it is the first of its line.
    static func scan(_ text: some StringProtocol, _ found: (String, Bool) -> Void) {
        var text = String(text)
        text.withUTF8 { bytes in
            var place = 0
            var isFirst = true
            while place < bytes.count {
                let byte = bytes[place]
                if isLetter(byte) {
                    let start = place
                    repeat { place += 1 } while place < bytes.count && (isLetter(bytes[place]) || (48...57).contains(bytes[place]))
                    found(String(decoding: bytes[start..<place], as: UTF8.self), isFirst)
                    isFirst = false
                } else if (48...57).contains(byte) {
                    // A number, with the letters of its unit or base.
                    repeat { place += 1 } while place < bytes.count && (isLetter(bytes[place]) || (48...57).contains(bytes[place]))
                } else {
                    if byte == UInt8(ascii: "\n") { isFirst = true }
                    place += 1
                }
            }
        }
    }

    /// Returns the words of a text, in order.
    static func words(_ text: some StringProtocol) -> [String] {
        var words: [String] = []
        scan(text) { word, _ in words.append(word) }
        return words
    }

    /// Letters of other scripts count as such, so bytes above ASCII do.
    private static func isLetter(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || byte == UInt8(ascii: "_") || byte > 127
    }
}
