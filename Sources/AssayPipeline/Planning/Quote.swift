/// A quotation that is claimed to occur in a text.
enum Quote {
    /// Shorter quotations prove nothing: they occur anywhere.
    private static let leastBytes = 8

    /// Whether a text holds these words in this order, however its lines are broken and its words are marked.
    static func stands(_ quote: String, in text: String) -> Bool {
        let words = plain(quote)
        return words.utf8.count >= leastBytes && plain(text).contains(words)
    }

    private static func plain(_ text: String) -> String {
        text.filter { !"\"`“”*".contains($0) }.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }
}
