/// The tokens of a Gradle script, in Groovy or Kotlin: words, texts in quotes, and signs.
struct GradleText {
    private enum Token: Equatable { case word(String), text(String), sign(Character) }
    private let tokens: [Token]

    /// Reads a script; comments are passed over.
    init(_ source: String) {
        var (tokens, rest) = ([Token](), Array(source.prefix(1 << 20))[...])
        while let first = rest.first {
            if rest.starts(with: "//") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.starts(with: "/*") {
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !rest.starts(with: "*/") { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
            } else if first == "\"" || first == "'" {
                let text = rest.dropFirst().prefix { $0 != first && !$0.isNewline }
                tokens.append(.text(String(text)))
                rest = rest.dropFirst(text.count + 2)
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || "_.".contains($0) }
                tokens.append(.word(String(word)))
                rest = rest.dropFirst(word.count)
            } else {
                if !first.isWhitespace || first.isNewline { tokens.append(.sign(first)) }
                rest = rest.dropFirst()
            }
        }
        self.tokens = tokens
    }

    /// All words, also the parts of `a.b`.
    var words: Set<String> {
        Set(tokens.flatMap { token -> [String] in if case .word(let word) = token { word.split(separator: ".").map(String.init) } else { [] } })
    }

    /// The texts that are given to each call of a name, in parentheses or without.
    func arguments(of name: String) -> [String] {
        tokens.indices.filter { tokens[$0] == .word(name) }.flatMap { place in
            var found: [String] = []
            for next in tokens[(place + 1)...] {
                if case .text(let text) = next {
                    found.append(text)
                } else if next == .sign(")") {
                    break
                } else if case .word(let word) = next, word != "path", word != "configuration" {
                    break
                } else if next == .sign("\n"), found.isEmpty {
                    break
                }
            }
            return found
        }
    }

    /// What stands behind `projects.` in type-safe accessors.
    var accessors: [String] {
        tokens.compactMap { token in
            if case .word(let word) = token, word.hasPrefix("projects.") { String(word.dropFirst("projects.".count)) } else { nil }
        }
    }
}
