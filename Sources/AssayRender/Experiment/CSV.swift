import AssaySupport

/// Cells of CSV files (RFC 4180).
enum CSV {
    /// The cell, quoted if necessary; a text that a spreadsheet would run as a formula is marked as text.
    static func field(_ text: String, limit: Int = 1000) -> String {
        var text = TerminalText.line(text, limit: limit)
        if let first = text.first, "=+-@".contains(first) { text = "'" + text }
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
