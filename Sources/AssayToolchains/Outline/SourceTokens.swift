package import AssayCore

/// The tokens of a source in any language: comments and texts of several lines are none.
package enum SourceTokens {
    /// The kind of a token.
    package enum Kind: Sendable { case number, name, symbol, text }

    /// A token and the bytes that it is.
    package struct Token: Sendable {
        /// The kind of the token.
        package let kind: Kind
        /// The byte range of the token in the source.
        package let range: Range<Int>
    }

    private static let long = ["===", "!==", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "->", "=>", "<<", ">>", "..", "::", "++", "--", "**"]

    /// Returns the tokens that a mutant may change.
    package static func of(_ source: [UInt8], _ language: Language) -> [Token] {
        // Angle brackets may belong to a type, and a sign to a literal, so these need spaces around them.
        all(in: source, language).filter { token in
            guard token.kind == .symbol, token.range.count == 1 else { return true }
            let (before, after) = (token.range.lowerBound - 1, token.range.upperBound)
            guard [60, 62, 43, 45, 42, 47, 37].contains(source[token.range.lowerBound]) else { return true }
            return before >= 0 && after < source.count && source[before] == 32 && source[after] == 32
        }
    }

    /// Returns all tokens of a source, in order.
    package static func all(in source: [UInt8], _ language: Language) -> [Token] {
        var tokens: [Token] = []
        let hash = [.python, .shell].contains(language)
        var place = 0
        func starts(_ text: String) -> Bool { source[place...].starts(with: text.utf8) }
        func skipLine() { while place < source.count, source[place] != 10 { place += 1 } }
        func skip(until end: String) {
            while place < source.count, !starts(end) { place += source[place] == 92 ? 2 : 1 }
            place = min(source.count, place + end.utf8.count)
        }
        while place < source.count {
            let byte = source[place]
            if hash ? byte == 35 : starts("//") {
                skipLine()
            } else if !hash, starts("/*") {
                place += 2
                skip(until: "*/")
            } else if !hash, language != .rust, byte == 35, tokens.isEmpty || place == 0 || source[place - 1] == 10 {
                // A line of a preprocessor.
                skipLine()
            } else if starts("\"\"\"") || starts("'''") {
                let end = String(decoding: source[place..<place + 3], as: UTF8.self)
                place += 3
                skip(until: end)
            } else if byte == 34 || byte == 96 || byte == 39 && (language != .rust) {
                let start = place
                place += 1
                skip(until: String(UnicodeScalar(byte)))
                if place - start > 1, source[place - 1] == byte { tokens.append(Token(kind: .text, range: start..<place)) }
            } else if byte == 39, place + 2 < source.count, source[place + 2] == 39 || source[place + 1] == 92 {
                // A character of Rust, and no lifetime.
                place += source[place + 1] == 92 ? 3 : 2
                skip(until: "'")
            } else if isWord(byte) {
                let start = place
                while place < source.count, isWord(source[place]) { place += 1 }
                let isNumber = (48...57).contains(byte)
                // A fraction is one number.
                if isNumber, place + 1 < source.count, source[place] == 46, (48...57).contains(source[place + 1]) {
                    place += 1
                    while place < source.count, isWord(source[place]) { place += 1 }
                }
                tokens.append(Token(kind: isNumber ? .number : .name, range: start..<place))
            } else {
                let start = place
                place += ((hash && starts("//")) ? 2 : long.first(where: starts)?.utf8.count) ?? 1
                tokens.append(Token(kind: .symbol, range: start..<min(place, source.count)))
            }
        }
        return tokens
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte > 127
    }
}
