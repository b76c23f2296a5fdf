/// ANSI colours (ECMA-48 SGR), or nothing.
package struct Paint: Sendable {
    /// Whether escape sequences are written.
    package let enabled: Bool
    /// Makes a style with or without escape sequences.
    package init(enabled: Bool) { self.enabled = enabled }
    private func wrap(_ code: String, _ text: String) -> String {
        enabled && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
    /// Returns the text in bold.
    package func bold(_ text: String) -> String { wrap("1", text) }
    /// Returns the text in a weaker colour.
    package func dim(_ text: String) -> String { wrap("2", text) }
    /// Returns the text in red.
    package func red(_ text: String) -> String { wrap("31", text) }
    /// Returns the text in green.
    package func green(_ text: String) -> String { wrap("32", text) }
    /// Returns the text in yellow.
    package func yellow(_ text: String) -> String { wrap("33", text) }
}
