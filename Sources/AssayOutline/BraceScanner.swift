import AssayCore

/// Reads the declarations of languages whose blocks have braces, by their tokens.
///
/// At each place where a statement may begin, the rules of the language are asked for a declaration; everything else is passed over.
struct BraceScanner {
    /// What is around a place: it decides which declarations may stand there.
    enum Surroundings { case file, type, namespace, group }

    /// A declaration that was recognised.
    struct Found {
        var name = ""
        /// The types that the declaration itself names, as in `void Box::put()` and `func (b Box) put()`.
        var owner: String?
        var kind: OutlineSymbol.Kind?
        /// The first token behind attributes.
        var declaration: Int
        /// The first token of the body.
        var body: Int?
        /// The last token.
        var last: Int
        /// The tokens inside it that are scanned for members, and as what.
        var inside: Range<Int>?
        var surroundings = Surroundings.type
    }

    let file: LexedSource
    var symbols: [OutlineSymbol] = []
    var imports: [Range<Int>] = []
    /// The offset behind a package clause.
    var head = 0

    init(file: LexedSource) { self.file = file }

    mutating func scanFile() {
        scan(0..<file.tokens.count, parent: nil, .file)
        imports += file.directives.filter { file.squeezed($0).prefixMatch(of: /# ?include\b/) != nil }
    }

    mutating func scan(_ range: Range<Int>, parent: Int?, _ surroundings: Surroundings) {
        var index = range.lowerBound
        var end = index > 0 ? file.tokens[index - 1].range.upperBound : 0
        while index < range.upperBound {
            if let last = header(at: index, range.upperBound, surroundings) {
                index = last + 1
            } else if let found = declaration(at: index, range.upperBound, surroundings) {
                add(found, from: index, notBefore: end, parent: parent)
                index = found.last + 1
            } else {
                index = behindStatement(index, range.upperBound)
            }
            end = file.tokens[index - 1].range.upperBound
        }
    }

    private mutating func add(_ found: Found, from start: Int, notBefore limit: Int, parent: Int?) {
        var place = parent
        if let kind = found.kind {
            let (first, last) = (file.tokens[found.declaration].range.lowerBound, file.tokens[found.last].range.upperBound)
            let body = found.body.map { file.tokens[$0].range.lowerBound..<last }
            var path = parent.map { [symbols[$0].qualifiedName] } ?? []
            if let owner = found.owner { path.append(owner) }
            let isOwned = found.owner != nil || parent.map { symbols[$0].kind != .namespace } ?? false
            symbols.append(
                OutlineSymbol(
                    name: found.name, qualifiedName: (path + [found.name]).joined(separator: "."),
                    kind: kind == .function && isOwned ? .method : kind,
                    range: file.beginning(start, notBefore: limit)..<last, declaration: first, body: body,
                    signature: file.squeezed(first..<(body?.lowerBound ?? last)), parent: parent))
            place = symbols.count - 1
        }
        if let inside = found.inside { scan(inside, parent: place, found.surroundings) }
    }

    /// Reads an import or a package clause; returns its last token.
    private mutating func header(at index: Int, _ end: Int, _ surroundings: Surroundings) -> Int? {
        guard surroundings == .file, let last = headerEnd(index, end) else { return nil }
        let range = file.tokens[index].range.lowerBound..<file.tokens[last].range.upperBound
        if file.tokens[index].text == "package" {
            head = range.upperBound
        } else if file.language == .go, index + 1 <= last, file.tokens[index + 1].text == "(" {
            // Each import of a group is one.
            for token in (index + 2)..<last where file.tokens[token].kind == .text {
                let hasName = file.tokens[token - 1].kind == .name && !file.isFirstOnLine(token)
                imports.append(file.tokens[hasName ? token - 1 : token].range.lowerBound..<file.tokens[token].range.upperBound)
            }
        } else {
            imports.append(range)
        }
        return last
    }

    private func headerEnd(_ index: Int, _ end: Int) -> Int? {
        switch (file.language, text(index)) {
        case (.java, "package"), (.java, "import"), (.rust, "use"): return endOfStatement(index, end)
        case (.rust, "pub") where text(index + 1) == "use": return endOfStatement(index, end)
        case (.go, "package"): return index + 1 < end ? index + 1 : nil
        case (.go, "import"):
            if text(index + 1) == "(" { return file.partners[index + 1] }
            return index + 1 < end && file.tokens[index + 1].kind == .text ? index + 1 : index + 2 < end ? index + 2 : nil
        case (.javascript, "import"), (.typescript, "import"): return text(index + 1) == "(" ? nil : endOfLineStatement(index, end)
        case (.javascript, "const"), (.javascript, "var"), (.javascript, "let"), (.typescript, "const"):
            let last = endOfLineStatement(index, end)
            guard let equals = (index..<last).first(where: { text($0) == "=" }), text(equals + 1) == "require" else { return nil }
            return last
        default: return nil
        }
    }

    private func declaration(at index: Int, _ end: Int, _ surroundings: Surroundings) -> Found? {
        switch file.language {
        case .go: goDeclaration(index, end, surroundings)
        case .rust: rustDeclaration(index, end)
        case .java: javaDeclaration(index, end, surroundings)
        case .javascript, .typescript: scriptDeclaration(index, end, surroundings)
        default: cDeclaration(index, end, surroundings)
        }
    }

    /// The first token behind a statement that is no declaration.
    private func behindStatement(_ index: Int, _ end: Int) -> Int {
        let linesEndStatements = [.go, .javascript, .typescript].contains(file.language)
        var place = index
        while place < end {
            let text = text(place)
            let next = behind(place)
            if text == ";" || (text == "{" && !linesEndStatements) { return min(next, end) }
            place = next
            if linesEndStatements, place < end, file.isFirstOnLine(place) { return place }
        }
        return end
    }

    // MARK: Tokens

    func text(_ index: Int) -> String { file.tokens.indices.contains(index) ? file.tokens[index].text : "" }

    func isName(_ index: Int) -> Bool { file.tokens.indices.contains(index) && file.tokens[index].kind == .name }

    /// The index behind a token, or behind the bracket that it opens.
    func behind(_ index: Int) -> Int {
        file.tokens.indices.contains(index) && file.partners[index] > index ? file.partners[index] + 1 : index + 1
    }

    /// The index behind `<…>`, if it stands there.
    func behindAngles(_ index: Int) -> Int {
        guard text(index) == "<" else { return index }
        var depth = 0
        var place = index
        while place < file.tokens.count {
            switch text(place) {
            case "<": depth += 1
            case ">": depth -= 1
            case ";", "{": return index
            default: break
            }
            place = behind(place)
            if depth == 0 { return place }
        }
        return index
    }

    /// The `;` that ends a statement.
    func endOfStatement(_ index: Int, _ end: Int) -> Int? {
        var place = index
        while place < end {
            if text(place) == ";" { return place }
            place = behind(place)
        }
        return nil
    }

    /// The last token of a statement that ends with `;` or with its line.
    func endOfLineStatement(_ index: Int, _ end: Int) -> Int {
        var place = index
        while place < end {
            if text(place) == ";" { return place }
            let next = behind(place)
            if next >= end { return end - 1 }
            if file.isFirstOnLine(next), !goesOn(from: next - 1, to: next) { return next - 1 }
            place = next
        }
        return end - 1
    }

    /// Whether an expression goes on over the end of a line, by the token before and the one behind it.
    private func goesOn(from before: Int, to next: Int) -> Bool {
        let isOpen = ["=", "=>", ",", "+", "-", "*", "/", "%", "&", "|", "?", ":", ".", "<", ">", "!", "==", "!=", "extends", "from", "keyof"]
        let continues = [
            ".", "?", ":", "+", "-", "*", "/", "%", "&", "|", "=", "=>", "==", "!=", "<", ">", ",", "(", "[", "instanceof", "in", "as", "satisfies",
        ]
        return file.tokens[before].kind != .text && isOpen.contains(text(before)) || file.tokens[next].kind != .text && continues.contains(text(next))
    }

    /// The first `{` from a place on, before a `;` and outside other brackets.
    func block(_ index: Int, _ end: Int) -> Int? {
        var place = index
        while place < end {
            if text(place) == "{" { return place }
            if text(place) == ";" { return nil }
            place = behind(place)
        }
        return nil
    }
}
