import AssayCore

extension SourceLexer {
    /// Skips a literal of Rust: strings may span lines, raw ones have a fence of `#`, and a lifetime is no character.
    mutating func skipRustLiteral() -> Bool {
        var prefix = 0
        while prefix < 2, [UInt8(ascii: "b"), UInt8(ascii: "c"), UInt8(ascii: "r")].contains(byte(prefix)) { prefix += 1 }
        if prefix > 0, byte(prefix - 1) == UInt8(ascii: "r") {
            var fence = 0
            while byte(prefix + fence) == Byte.hash { fence += 1 }
            if byte(prefix + fence) == Byte.quote {
                place += prefix + fence + 1
                let end = [Byte.quote] + [UInt8](repeating: Byte.hash, count: fence)
                while place < source.count, !source[place...].starts(with: end) { place += 1 }
                place += end.count
                return true
            }
        }
        if byte(prefix) == Byte.quote {
            place += prefix + 1
            skip(until: [Byte.quote], multiline: true)
            return true
        }
        guard byte(0) == Byte.apostrophe else { return false }
        let length = byte(1) >= 0xF0 ? 4 : byte(1) >= 0xE0 ? 3 : byte(1) >= 0xC0 ? 2 : 1
        guard byte(1) == Byte.backslash || byte(1 + length) == Byte.apostrophe else { return false }
        place += 1
        skip(until: [Byte.apostrophe], multiline: false)
        return true
    }

    /// Skips a raw string of C++, such as `R"x( … )x"`.
    mutating func skipRawCpp() -> Bool {
        var offset = 0
        if starts("u8") { offset = 2 } else if ["u", "U", "L"].contains(where: starts) { offset = 1 }
        guard byte(offset) == UInt8(ascii: "R"), byte(offset + 1) == Byte.quote else { return false }
        var delimiter: [UInt8] = []
        while byte(offset + 2 + delimiter.count) != UInt8(ascii: "("), delimiter.count < 17 {
            guard place + offset + 2 + delimiter.count < source.count else { return false }
            delimiter.append(byte(offset + 2 + delimiter.count))
        }
        let end = [UInt8(ascii: ")")] + delimiter + [Byte.quote]
        place += offset + 3 + delimiter.count
        while place < source.count, !source[place...].starts(with: end) { place += 1 }
        place += end.count
        return true
    }

    /// Skips a template of JavaScript with the expressions inside, which may hold templates again.
    mutating func skipTemplate() {
        place += 1
        while place < source.count, source[place] != Byte.backtick {
            if source[place] == Byte.backslash {
                place += 2
            } else if starts("${") {
                place += 2
                skipExpression()
            } else {
                place += 1
            }
        }
        place += 1
    }

    private mutating func skipExpression() {
        var depth = 1
        while place < source.count, depth > 0 {
            switch source[place] {
            case Byte.backtick:
                skipTemplate()
                continue
            case Byte.quote, Byte.apostrophe:
                let quote = source[place]
                place += 1
                skip(until: [quote], multiline: false)
                continue
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            default: break
            }
            place += 1
        }
    }

    /// Skips a regular expression, where the token before it allows one; a division otherwise.
    mutating func skipRegularExpression() -> Bool {
        let before = tokens.last { $0.kind != .comment }
        switch before?.kind {
        case .number, .text: return false
        case .name:
            let words: Set = ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "instanceof", "yield", "await"]
            guard words.contains(before?.text ?? "") else { return false }
        case .symbol where [")", "]", "}"].contains(before?.text ?? ""): return false
        default: break
        }
        var end = place + 1
        var isClass = false
        while end < source.count, source[end] != Byte.newline, isClass || source[end] != Byte.slash {
            switch source[end] {
            case Byte.backslash: end += 1
            case UInt8(ascii: "["): isClass = true
            case UInt8(ascii: "]"): isClass = false
            default: break
            }
            end += 1
        }
        guard end < source.count, source[end] == Byte.slash else { return false }
        place = end + 1
        while Byte.isWord(byte(0)) { place += 1 }
        return true
    }

    /// Skips a line of the preprocessor, and the code of a condition after its first branch: two branches need not be balanced together.
    mutating func skipDirective() {
        let word = directiveWord
        let isNever = word == "if" && restOfLine == "0"
        skipLogicalLine()
        if word == "else" || word == "elif" || isNever { skipBranch(toElse: isNever) }
    }

    /// The word behind `#`.
    private var directiveWord: String {
        var start = place + 1
        while start < source.count, source[start] == Byte.space || source[start] == Byte.tab { start += 1 }
        var end = start
        while end < source.count, Byte.isWord(source[end]) { end += 1 }
        return start < end ? String(decoding: source[start..<end], as: UTF8.self) : ""
    }

    private var restOfLine: String {
        let line = source[place...].prefix { $0 != Byte.newline }
        return String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
    }

    private mutating func skipLogicalLine() {
        while place < source.count, source[place] != Byte.newline {
            place += source[place] == Byte.backslash ? (byte(1) == Byte.carriageReturn ? 3 : 2) : 1
        }
        place = min(place, source.count)
    }

    /// Skips lines up to the `#endif` of this condition, or where it never holds to its `#else`; that line is skipped too.
    private mutating func skipBranch(toElse: Bool) {
        var depth = 0
        while place < source.count {
            place += 1
            while place < source.count, source[place] == Byte.space || source[place] == Byte.tab { place += 1 }
            if byte(0) == Byte.hash {
                switch directiveWord {
                case "if", "ifdef", "ifndef": depth += 1
                case "endif":
                    if depth == 0 { return skipLogicalLine() }
                    depth -= 1
                case "else", "elif":
                    if toElse, depth == 0 { return skipLogicalLine() }
                default: break
                }
            }
            skipLogicalLine()
        }
    }
}
