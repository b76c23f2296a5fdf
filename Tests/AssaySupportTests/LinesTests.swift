import AssaySupport
import Testing

@Suite struct LinesTests {
    @Test(
        "a line ends at a line feed, with or without a carriage return before it, and nowhere else",
        arguments: [
            ("", [""]), ("\n", ["", ""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b", ""]),
            ("a\r\nb\nc", ["a", "b", "c"]), ("a\rb\nc", ["a\rb", "c"]), ("a\r\r\nb", ["a\r", "b"]), ("a\r", ["a\r"]), ("\r\n", ["", ""]),
            ("a\n\n\r\nb", ["a", "", "", "b"]), ("a\u{2028}b\u{0B}c\u{85}d", ["a\u{2028}b\u{0B}c\u{85}d"]), ("é\r\n👩‍👩‍👧\n", ["é", "👩‍👩‍👧", ""]),
        ])
    func splits(_ text: String, _ expected: [String]) {
        #expect(text.allLines.map(String.init) == expected)
        #expect(text.lines.map(String.init) == expected.filter { !$0.isEmpty })
        #expect(text.rawLines.joined(separator: "\n") == text)
        #expect(Substring("x" + text + "y").dropFirst().dropLast().allLines.map(String.init) == expected)
    }

    @Test(
        "the end of a text is seen in either notation",
        arguments: [
            ("", false, "\n"), ("a", false, "a\n"), ("a\n", true, "a\n"), ("a\r\n", true, "a\r\n"), ("a\r", false, "a\r\n"), ("\n\n", true, "\n\n"),
        ])
    func ends(_ text: String, _ ended: Bool, _ whole: String) {
        #expect(text.endsWithNewline == ended)
        // Bytes are compared: as characters "a\r" and what follows it may join.
        #expect(Array(text.withFinalNewline.utf8) == Array(whole.utf8))
    }

    @Test(
        "a text of one line holds neither a line feed nor a carriage return",
        arguments: [("", true), ("a b", true), ("a\n", false), ("a\r\nb", false), ("a\rb", false)])
    func oneLine(_ text: String, _ expected: Bool) {
        #expect(text.isOneLine == expected)
    }

    @Test("newlines of every kind part what must stand on one line of output", arguments: ["a\rb", "a\nb", "a\r\nb", "a\u{2028}b", "a\u{0C}b"])
    func unicode(_ text: String) {
        #expect(text.unicodeLines == ["a", "b"])
    }

    @Test("text without carriage returns is split as the library splits it, and joined it is itself again")
    func property() {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["\n", "\n\n", "a", "é", " ", "\t", "e\u{301}", "🇫🇷", "\u{2028}", "\u{200D}", "\\r\\n"]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...20, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            #expect(text.allLines == text.split(separator: "\n", omittingEmptySubsequences: false))
            #expect(text.lines == text.split(separator: "\n"))
            #expect(Array(text.allLines.joined(separator: "\n").utf8) == Array(text.utf8))
            #expect(text.endsWithNewline == text.hasSuffix("\n"))
            let windows = text.replacing("\n", with: "\r\n")
            #expect(windows.allLines == text.allLines && windows.lines == text.lines)
        }
    }
}
