import AssaySupport

/// Reads Python source one logical line at a time; what is in strings and comments is blanked out in its code.
struct PythonScanner {
    /// A logical line: one or more lines of the source that belong together.
    struct Line {
        /// The source text.
        var text: String
        /// The text with blanks for comments and for what strings hold, so that each place in it is the same place in the text.
        var code: String
        /// Whether it is nothing but a comment.
        var isComment: Bool { code.trimmed.isEmpty && !text.trimmed.isEmpty }
        /// Whether it belongs to a block.
        var isIndented: Bool { text.first == " " || text.first == "\t" }
        /// Whether it goes on with the statement before it.
        var startsClause: Bool { code.contains(/^(else|elif|except|finally)\b/) }
    }

    private let source: [Unicode.Scalar]
    private var place = 0
    private var code: [Unicode.Scalar] = []

    /// Reads a source from its beginning.
    init(_ source: String) { self.source = Array(source.withUnixLineEnds.unicodeScalars) }

    /// Returns the next logical line; nil at the end.
    mutating func nextLine() -> Line? {
        guard place < source.count else { return nil }
        let start = place
        var depth = 0
        code = []
        while place < source.count {
            let scalar = source[place]
            if scalar == "\n", depth <= 0 { break }
            switch scalar {
            case "#":
                while place < source.count, source[place] != "\n" { blank() }
                continue
            case "\\":
                // It escapes the end of the line.
                keep()
                if place < source.count { keep() }
                continue
            case "'", "\"":
                skipString(scalar)
                continue
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            default: break
            }
            keep()
        }
        let line = Line(text: Self.text(source[start..<place]), code: Self.text(code[...]))
        // The line feed is no part of it.
        place += 1
        return line
    }

    private mutating func skipString(_ quote: Unicode.Scalar) {
        let isLong = place + 2 < source.count && source[place + 1] == quote && source[place + 2] == quote
        let count = isLong ? 3 : 1
        for _ in 0..<count { keep() }
        while place < source.count {
            if source[place] == "\\" {
                blank()
                if place < source.count { blank() }
            } else if source[place] == quote, !isLong || place + 2 < source.count && source[place + 1] == quote && source[place + 2] == quote {
                for _ in 0..<count { keep() }
                return
            } else if source[place] == "\n", !isLong {
                // The string is not closed, which Python refuses.
                return
            } else {
                blank()
            }
        }
    }

    private mutating func keep() {
        code.append(source[place])
        place += 1
    }

    private mutating func blank() {
        code.append(source[place] == "\n" ? "\n" : " ")
        place += 1
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
