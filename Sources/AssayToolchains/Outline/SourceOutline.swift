package import AssayCore

/// A source whose comments, and whose texts, are blanks: every place is where it was.
package struct SourceOutline {
    /// The source with comments blanked out.
    package let uncommented: String
    /// The source with comments and string literals blanked out.
    package let bare: String
    /// The UTF-8 bytes of `bare`.
    package let bytes: [UInt8]

    /// Reads a source in some language.
    package init(_ source: [UInt8], _ language: Language) {
        var uncommented = source.map { $0 == 10 ? $0 : 32 }
        var bare = uncommented
        for token in SourceTokens.all(in: source, language) {
            uncommented.replaceSubrange(token.range, with: source[token.range])
            if token.kind != .text { bare.replaceSubrange(token.range, with: source[token.range]) }
        }
        self.uncommented = String(decoding: uncommented, as: UTF8.self)
        self.bare = String(decoding: bare, as: UTF8.self)
        bytes = bare
    }

    /// Whether each bracket is closed by its own kind: where not, texts were taken for code.
    package var isBalanced: Bool {
        var open: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 40: open.append(41)
            case 91: open.append(93)
            case 123: open.append(125)
            case 41, 93, 125: if open.popLast() != byte { return false }
            default: break
            }
        }
        return open.isEmpty
    }

    /// The beginning of the statement that an assertion forms or is the value of; nil when it is part of another expression.
    package func statement(at assertion: Int, _ separator: ToolchainProfile.Separator) -> Int? {
        var start = assertion
        while start > 0, ![10, 59, 123, 125].contains(bytes[start - 1]) { start -= 1 }
        var words = String(decoding: bytes[start..<assertion], as: UTF8.self)
        // A closure's parameters, or a label.
        if let head = words.firstMatch(of: /^.*(?:\bin\b|\bcase\b.*:|\bdefault\s*:)/), separator == .line {
            start += head.output.utf8.count
            words = String(words[head.range.upperBound...])
            return words.wholeMatch(of: Self.leading) == nil ? nil : Self.indented(words, start)
        }
        guard words.wholeMatch(of: Self.leading) != nil else { return nil }
        let place = Self.indented(words, start)
        guard let before = bytes[..<start].lastIndex(where: { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 }) else { return nil }
        if [59, 123, 125].contains(bytes[before]) { return place }
        guard separator == .line, bytes[start - 1] == 10 else { return nil }
        // What goes on in the next line is no statement's end.
        let isOpen = Array("([,=+-*/%&|<>?.!~^".utf8).contains(bytes[before])
        let word = String(decoding: bytes[...before].suffix(8), as: UTF8.self)
        return isOpen || word.contains(/\b(return|else|try|await|throw|guard|if|while|case|let|var)$/) ? nil : place
    }

    private static var leading: Regex<Substring> {
        /\s*(?:(?:(?:let|var|const|final)\s+\w+(?:\s*:[^=]*)?\s*=|_\s*=|return\b|try\b[?!]?|await\b)\s*)*/
    }

    /// Behind the blanks that a statement begins with.
    private static func indented(_ words: String, _ start: Int) -> Int {
        start + words.utf8.prefix { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }.count
    }
}
