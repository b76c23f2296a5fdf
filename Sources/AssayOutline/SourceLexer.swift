import AssayCore

/// Splits a source into tokens and comments; it knows the literals of each language, so that brackets inside them do not count.
struct SourceLexer {
    let source: [UInt8]
    let language: Language
    var place = 0
    var tokens: [SourceToken] = []
    private var isC: Bool { language == .c || language == .cpp }
    private var isScript: Bool { language == .javascript || language == .typescript }
    private static let pairs = ["=>", "->", "::", ":=", "==", "!=", "<="]

    /// Returns all tokens of a source, comments included, in order.
    static func tokens(_ source: [UInt8], _ language: Language) -> [SourceToken] {
        var lexer = SourceLexer(source: source, language: language)
        while lexer.place < source.count { lexer.next() }
        return lexer.tokens
    }

    private init(source: [UInt8], language: Language) {
        self.source = source
        self.language = language
    }

    func starts(_ text: String) -> Bool { source[place...].starts(with: text.utf8) }
    func byte(_ offset: Int) -> UInt8 { place + offset < source.count ? source[place + offset] : 0 }

    private mutating func add(_ kind: SourceToken.Kind, from start: Int) {
        place = min(place, source.count)
        let isWord = kind == .name || kind == .symbol || kind == .number
        tokens.append(SourceToken(kind: kind, range: start..<place, text: isWord ? String(decoding: source[start..<place], as: UTF8.self) : ""))
    }

    private mutating func next() {
        let start = place
        let first = source[place]
        if Byte.isBlank(first) {
            place += 1
        } else if skipComment() {
            add(.comment, from: start)
        } else if isC, first == Byte.hash, isFirstOnLine {
            skipDirective()
            add(.directive, from: start)
        } else if skipLiteral() {
            add(.text, from: start)
        } else if Byte.isDigit(first) {
            skipNumber()
            add(.number, from: start)
        } else if Byte.isWord(first) {
            while Byte.isWord(byte(0)) { place += 1 }
            add(.name, from: start)
        } else {
            place += Self.pairs.contains(where: starts) ? 2 : 1
            add(.symbol, from: start)
        }
    }

    private var isFirstOnLine: Bool {
        var before = place - 1
        while before >= 0, source[before] == Byte.space || source[before] == Byte.tab { before -= 1 }
        return before < 0 || source[before] == Byte.newline
    }

    private mutating func skipComment() -> Bool {
        if language == .python {
            guard source[place] == Byte.hash else { return false }
            skipLine()
            return true
        }
        // The first line of a program may name its interpreter.
        if starts("//") || (place == 0 && isScript && starts("#!")) {
            skipLine()
            return true
        }
        guard starts("/*") else { return false }
        var depth = 0
        repeat {
            if starts("/*"), depth == 0 || language == .rust {
                depth += 1
                place += 2
            } else if starts("*/") {
                depth -= 1
                place += 2
            } else {
                place += 1
            }
        } while depth > 0 && place < source.count
        return true
    }

    private mutating func skipLine() {
        while place < source.count, source[place] != Byte.newline { place += 1 }
        if place > 0, place <= source.count, source[place - 1] == Byte.carriageReturn { place -= 1 }
    }

    private mutating func skipNumber() {
        while true {
            if Byte.isWord(byte(0)) {
                place += 1
            } else if byte(0) == UInt8(ascii: "."), Byte.isDigit(byte(1)) {
                place += 2
            } else if isC, byte(0) == Byte.apostrophe, Byte.isWord(byte(1)) {
                // A separator of digits.
                place += 2
            } else {
                return
            }
        }
    }

    /// Skips a string, character or regular expression; returns whether there was one.
    private mutating func skipLiteral() -> Bool {
        let first = source[place]
        if language == .rust { return skipRustLiteral() }
        if language == .cpp, skipRawCpp() { return true }
        if language == .python || language == .java, starts("\"\"\"") || (language == .python && starts("'''")) {
            let quote = [UInt8](repeating: first, count: 3)
            place += 3
            skip(until: quote, multiline: true)
            return true
        }
        if first == Byte.backtick {
            if isScript {
                skipTemplate()
            } else if language == .go {
                place += 1
                while place < source.count, source[place] != Byte.backtick { place += 1 }
                place += 1
            } else {
                return false
            }
            return true
        }
        if first == Byte.quote || first == Byte.apostrophe {
            place += 1
            skip(until: [first], multiline: false)
            return true
        }
        return isScript && first == Byte.slash && skipRegularExpression()
    }

    /// Skips to behind a delimiter; a string of one line ends with the line at the latest.
    mutating func skip(until end: [UInt8], multiline: Bool) {
        while place < source.count {
            if source[place] == Byte.backslash {
                place += byte(1) == Byte.carriageReturn ? 3 : 2
            } else if source[place...].starts(with: end) {
                place += end.count
                return
            } else if !multiline, source[place] == Byte.newline {
                return
            } else {
                place += 1
            }
        }
        place = min(place, source.count)
    }
}
