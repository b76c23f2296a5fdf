/// The words of a shell test that stand where an expected value does, one for each line, with another value.
///
/// Such a place is behind or before the `=`, `==` or `-eq` of `[`, `[[` or `test`, and at the end of a call of a function that is named
/// after assertions, or before the value of which such a call is. What holds a substitution is not known before it runs.
enum ShellExpectedValues {
    /// The edits of a source, in no order.
    static func edits(_ text: String) -> [ImpossibleTests.Edit] {
        let source = Array(text.utf8)
        var edits: [ImpossibleTests.Edit] = []
        var lines: Set<Int> = []
        func add(_ word: Substring) {
            let start = text.utf8.distance(from: text.startIndex, to: word.startIndex)
            let line = ImpossibleTests.line(of: start, source)
            let before = source[line.lowerBound..<start].drop { $0 == 32 || $0 == 9 }
            // One value of a line is enough, and a comment has none.
            guard before.first != 35, lines.insert(line.lowerBound).inserted else { return }
            edits.append(.init(range: start..<start + word.utf8.count, text: other(word)))
        }
        // A word is a text in quotes without a substitution, or bare. The end of a condition is that of its brackets or of its command.
        let behind = /[^\n]\s(?:==?|-eq)[ \t]+("[^"$`\\]*"|'[^']*'|[\w.:+,@%\/-]+)(?=[ \t]*(?:\]|;|&&|\|\||\n|$))/
        let before = /(?:\[|\btest)[ \t]+("[^"$`\\]*"|'[^']*'|[\w.:+,@%\/-]+)[ \t]+(?:==?|-eq)[ \t]/
        let last =
            /(?:^|\n)[ \t]*\w*(?:assert|check|expect|equal)\w*[ \t][^\n|&;]*[ \t]("[^"$`\\\n]*"|'[^'\n]*'|[\w.:+,@%\/-]+)[ \t]*(?=\n|$)/
        let first =
            /(?:^|\n)[ \t]*\w*(?:assert|check|expect|equal)\w*[ \t][^\n$]*?("[^"$`\\\n]*"|'[^'\n]*'|[\w.:+,@%\/-]+)[ \t]+"?\$/
        for places in [behind, before, last, first] {
            for match in text.matches(of: places) { add(match.1) }
        }
        return edits
    }

    /// Another number, or another text of the same shape.
    private static func other(_ word: Substring) -> String {
        if let number = Int(word) { return "\(number &+ 1)" }
        guard let quote = word.first, quote == "\"" || quote == "'", word.count >= 2 else { return word + "x" }
        let inside = word.dropFirst().dropLast()
        return "\(quote)\(Int(inside).map { "\($0 &+ 1)" } ?? inside + "~")\(quote)"
    }
}
