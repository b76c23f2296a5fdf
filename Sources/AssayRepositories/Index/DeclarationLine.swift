/// Tells whether a line declares a function, a type or the like, in any of the usual languages.
enum DeclarationLine {
    private static let modifiers: Set<Substring> = [
        "public", "private", "internal", "package", "open", "fileprivate", "final", "static", "export", "default", "async", "pub", "abstract", "protected",
        "override", "mutating", "nonisolated", "indirect", "unsafe", "const", "inline", "extern", "virtual", "required", "convenience", "sealed", "data",
        "declare", "readonly", "lazy", "weak", "case", "partial", "synchronized",
    ]
    private static let keywords: Set<Substring> = [
        "def", "class", "func", "struct", "enum", "protocol", "extension", "actor", "fn", "impl", "trait", "type", "interface", "function", "namespace",
        "typedef", "union", "init", "subscript", "macro_rules", "object", "module", "record", "macro", "deinit",
    ]
    /// Words that begin a statement which looks like the head of a function.
    private static let control: Set<Substring> = [
        "if", "for", "while", "switch", "else", "catch", "do", "try", "return", "guard", "defer", "with", "elif", "except", "match", "select", "go", "loop",
        "assert", "raise", "throw", "case", "await", "yield", "lambda", "import", "from", "in", "describe", "it",
    ]

    /// Whether a line declares something; `next` is the line after it.
    static func matches(_ line: Substring, next: Substring?) -> Bool {
        let text = line.drop { $0 == " " || $0 == "\t" }
        guard let first = text.utf8.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "*"), !text.hasPrefix("//"), !text.hasPrefix("/*") else {
            return false
        }
        var words = text.split(maxSplits: 12) { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@") }[...]
        while let word = words.first, modifiers.contains(word) || word.hasPrefix("@") { words.removeFirst() }
        guard let word = words.first else { return false }
        if keywords.contains(word) { return isHead(text, word, words.dropFirst().first) }
        if control.contains(word) { return false }
        // A function of a language without a keyword for it, and a function that JavaScript keeps in a constant.
        let end = text.last { !$0.isWhitespace }
        let opensNext = end == ")" && next?.allSatisfy { $0 == "{" || $0.isWhitespace } == true && next?.contains("{") == true
        guard text.contains("(") || text.contains("=>"), end == "{" || opensNext else { return false }
        return !text.contains("= ") || text.contains("=>") || text.contains("= function")
    }

    /// Whether a keyword is followed by a name, and not by the rest of a sentence or of an assignment.
    private static func isHead(_ text: Substring, _ keyword: Substring, _ name: Substring?) -> Bool {
        if ["init", "subscript", "deinit"].contains(keyword) { return text.contains("(") || text.contains("{") }
        guard name != nil, let place = text.range(of: keyword) else { return false }
        let behind = text[place.upperBound...].drop { $0 == " " }.first
        guard behind.map({ $0.isLetter || "_`(<*!$".contains($0) }) == true else { return false }
        // Prose in a documentation comment: "class of the widget".
        return keyword != "type" && keyword != "class" && keyword != "object" && keyword != "module" || text.contains { ":{(=;".contains($0) }
    }
}

extension Substring {
    /// The first place of some text.
    fileprivate func range(of text: Substring) -> Range<Index>? { ranges(of: text).first }
}
