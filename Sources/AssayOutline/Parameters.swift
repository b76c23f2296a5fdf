package import AssayCore

/// The names of a function's parameters, by which two signatures are compared.
package enum Parameters {
    /// The names in a signature, `*` and labels included, without a receiver such as `self`; nil where it has no parameter list.
    package static func names(in signature: String, _ language: Language) -> [String]? {
        let source = Array(signature.utf8)
        let tokens = SourceLexer.tokens(source, language).filter { $0.kind != .comment && $0.kind != .directive }
        guard let open = opening(tokens, language) else { return nil }
        var parts: [[SourceToken]] = [[]]
        var depth = 0
        for token in tokens[(open + 1)...] {
            if [")", "]", "}", ">"].contains(token.text) { depth -= 1 }
            if depth < 0 { break }
            if ["(", "[", "{", "<"].contains(token.text) { depth += 1 }
            if token.text == ",", depth == 0 { parts.append([]) } else { parts[parts.count - 1].append(token) }
        }
        let names = parts.compactMap { name($0, language) }
        return names.filter { !["self", "cls", "&self", "&mutself", "mutself", "this"].contains($0) }
    }

    /// The bracket that opens the parameters; the receiver of Go stands before the name.
    private static func opening(_ tokens: [SourceToken], _ language: Language) -> Int? {
        let brackets = tokens.indices.filter { tokens[$0].text == "(" && ($0 == 0 || tokens[$0 - 1].text != "pub") }
        if language == .go, let first = brackets.first, first > 0, tokens[first - 1].text == "func" {
            return brackets.dropFirst().first { tokens[$0 - 1].kind == .name || tokens[$0 - 1].text == "]" }
        }
        return brackets.first
    }

    private static func name(_ part: [SourceToken], _ language: Language) -> String? {
        guard !part.isEmpty else { return nil }
        let plain = part.prefix { $0.text != "=" }
        switch language {
        case .java, .c, .cpp:
            let name = plain.last { $0.kind == .name }?.text
            return name == "void" && plain.count == 1 ? nil : name
        case .go: return plain.first?.text
        default: return plain.prefix { $0.text != ":" && $0.text != "?" }.map(\.text).joined(separator: language == .swift ? " " : "")
        }
    }
}
