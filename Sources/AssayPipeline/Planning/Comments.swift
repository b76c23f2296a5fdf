import AssayCore
import AssaySupport

/// Source text without its comments, for a reviewer whom comments must not persuade; no verdict depends on it.
enum Comments {
    private struct Syntax {
        var line: String
        var block: (open: String, close: String)?
        /// Whether block comments may be nested.
        var nests = false
        /// The delimiters of literals, the longest first; a literal contains no comments.
        var quotes: [String]
    }

    private static func syntax(_ language: Language) -> Syntax {
        let c = (open: "/*", close: "*/")
        return switch language {
        case .python: Syntax(line: "#", quotes: ["\"\"\"", "'''", "\"", "'"])
        case .shell: Syntax(line: "#", quotes: ["\"", "'"])
        case .swift: Syntax(line: "//", block: c, nests: true, quotes: ["\"\"\"", "\""])
        case .rust: Syntax(line: "//", block: c, nests: true, quotes: ["\""])
        case .java: Syntax(line: "//", block: c, quotes: ["\"\"\"", "\"", "'"])
        case .javascript, .typescript, .go: Syntax(line: "//", block: c, quotes: ["`", "\"", "'"])
        default: Syntax(line: "//", block: c, quotes: ["\"", "'"])
        }
    }

    /// Returns the text without comments and without the lines that held nothing else; nil where there are none.
    static func stripped(_ text: String, _ language: Language) -> String? {
        let syntax = syntax(language)
        var rest = Substring(text)
        var kept = ""
        var found = false
        func take(_ count: Int = 1) {
            kept += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
        while let next = rest.first {
            if next == "\\" {
                take(2)
            } else if language == .rust, rest.hasPrefix("'\"'") {
                take(3)
            } else if let quote = syntax.quotes.first(where: rest.hasPrefix) {
                take(quote.count)
                while !rest.isEmpty, !rest.hasPrefix(quote) { take(rest.first == "\\" ? 2 : 1) }
                take(quote.count)
            } else if rest.hasPrefix(syntax.line), language != .shell || kept.last.map(\.isWhitespace) != false {
                found = true
                rest = rest.drop { !$0.isNewline }
            } else if let block = syntax.block, rest.hasPrefix(block.open) {
                found = true
                var depth = 0
                repeat {
                    if rest.hasPrefix(block.close) {
                        depth -= 1
                        rest = rest.dropFirst(2)
                    } else if rest.hasPrefix(block.open), depth == 0 || syntax.nests {
                        depth += 1
                        rest = rest.dropFirst(2)
                    } else {
                        if rest.first?.isNewline == true { kept += "\n" }
                        rest = rest.dropFirst()
                    }
                } while depth > 0 && !rest.isEmpty
            } else {
                take()
            }
        }
        guard found else { return nil }
        let before = text.unicodeLines
        let after = kept.unicodeLines
        // A line that a comment filled goes; one that was empty stays.
        return zip(before, after).filter { $0 == $1 || !$1.allSatisfy(\.isWhitespace) }
            .map { $0 == $1 ? String($1) : String($1).trimmedEnd }.joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var end = endIndex
        while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
        return String(self[..<end])
    }
}
