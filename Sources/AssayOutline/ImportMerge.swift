import AssayCore

/// Adds the imports of an answer that the symbol taken from it needs and the file does not have.
struct ImportMerge {
    let file: SymbolOutline
    let answer: SymbolOutline
    /// The file's path: a module does not import itself.
    let path: String

    /// The edit that adds imports for the names that are used; nil where none is missing.
    func edit(for names: Set<String>) -> TextEdit? {
        let present = Set(file.imports.map { Self.squeezed(file.text($0)) })
        var lines: [String] = []
        for range in answer.imports {
            guard let line = needed(answer.text(range), names), !present.contains(Self.squeezed(line)), !lines.contains(line) else { continue }
            lines.append(line)
        }
        guard !lines.isEmpty else { return nil }
        if let last = file.imports.map(\.upperBound).max() {
            let old = file.imports.last.map { file.text($0) } ?? ""
            // The imports of Go may stand in one group.
            let prefix = file.language != .go ? "\n" : old.hasPrefix("import") ? "\nimport " : "\n\t"
            let isDirective = file.language == .c || file.language == .cpp
            let end = isDirective ? last : file.source[last...].first == UInt8(ascii: ";") ? last + 1 : last
            return TextEdit(range: end..<end, text: lines.map { prefix + $0 }.joined())
        }
        let text = lines.map { file.language == .go ? "import " + $0 : $0 }.joined(separator: "\n")
        if file.head > 0 { return TextEdit(range: file.head..<file.head, text: "\n\n" + text) }
        let gap = file.language == .python ? "\n\n\n" : "\n\n"
        return TextEdit(range: top..<top, text: text + gap)
    }

    /// The beginning of the first declaration, or of the code before it.
    private var top: Int {
        guard let first = SourceLexer.tokens(file.source, file.language).first(where: { $0.kind != .comment }) else { return 0 }
        var start = first.range.lowerBound
        while start > 0, file.source[start - 1] != Byte.newline { start -= 1 }
        return min(start, file.symbols.first?.range.lowerBound ?? start)
    }

    /// The part of an import that the names need, as a line of its own; nil for none.
    private func needed(_ text: String, _ names: Set<String>) -> String? {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch file.language {
        case .python: return python(line, names)
        case .go:
            let spec = line.hasPrefix("import ") ? String(line.dropFirst("import ".count)) : line
            return names.contains(Self.goName(spec)) ? spec : nil
        case .java:
            let last = line.split { ". ;".contains($0) }.last.map(String.init) ?? ""
            return last == "*" || names.contains(last) ? line : nil
        case .javascript, .typescript, .rust:
            let declared = SourceWords.names(in: line, file.language).subtracting([
                "import", "from", "const", "require", "use", "crate", "super", "self", "as", "type",
            ])
            return !declared.isDisjoint(with: names) || line.contains("*") ? text : nil
        default: return line
        }
    }

    /// The names of a `from` import that are needed and that the file does not define.
    private func python(_ line: String, _ names: Set<String>) -> String? {
        let own = path.split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? ""
        let defined = Set(file.members(of: nil).map(\.name))
        let line = line.replacing("(", with: "").replacing(")", with: "").replacing(", ,", with: ",")
        func bound(_ part: Substring) -> String {
            let words = part.split(separator: " ")
            return (words.last.map { $0.split(separator: ".").first ?? $0 } ?? "").description
        }
        if line.hasPrefix("from "), let middle = line.firstRange(of: " import ") {
            let module = line[line.index(line.startIndex, offsetBy: 5)..<middle.lowerBound]
            guard module.split(separator: ".").last.map(String.init) != own, module != "__future__" else { return nil }
            let parts = line[middle.upperBound...].split(separator: ",").map { $0.drop { $0 == " " } }
            let missing = parts.filter { $0.contains("*") || names.contains(bound($0)) && !defined.contains(bound($0)) && !isImported(bound($0)) }
            return missing.isEmpty ? nil : "from \(module) import " + missing.map { String($0).trimmingBlanks }.joined(separator: ", ")
        }
        let parts = line.dropFirst("import ".count).split(separator: ",").map { $0.drop { $0 == " " } }
        let missing = parts.filter { names.contains(bound($0)) && bound($0) != own && !isImported(bound($0)) }
        return missing.isEmpty ? nil : missing.map { "import " + String($0).trimmingBlanks }.joined(separator: "\n")
    }

    /// Whether the file imports a name already, perhaps among others.
    private func isImported(_ name: String) -> Bool {
        file.imports.contains { range in
            let text = file.text(range)
            guard text.contains("import") else { return false }
            let names = text.split(separator: "import", maxSplits: 1).last.map(String.init) ?? ""
            return names.split { $0 == "," || $0 == "(" || $0 == ")" || $0.isNewline }.contains { part in
                let words = part.split(separator: " ")
                return words.last.map(String.init) == name
            }
        }
    }

    private static func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace && $0 != ";" }.replacing("import\"", with: "\"") }

    /// The name by which Go code uses an import.
    private static func goName(_ spec: String) -> String {
        let parts = spec.split(separator: " ")
        if parts.count > 1 { return String(parts[0]) }
        let path = spec.filter { $0 != "\"" && $0 != "`" }.split(separator: "/")
        let last = path.last.map(String.init) ?? ""
        let name = last.wholeMatch(of: /v\d+/) != nil && path.count > 1 ? path[path.count - 2][...] : last[...]
        return name.split(separator: ".").first.map(String.init) ?? String(name)
    }

    /// The text of a Go file without the imports that were used before and are not any more: the compiler refuses them.
    static func withoutUnused(_ text: String, before: SymbolOutline) -> String {
        guard let outline = SymbolOutline(text, .go), !outline.imports.isEmpty else { return text }
        let gone = goQualifiers(before.source).subtracting(goQualifiers(outline.source))
        var edits: [TextEdit] = []
        for range in outline.imports {
            let spec = outline.text(range).replacing("import ", with: "")
            guard gone.contains(goName(spec)) else { continue }
            var (start, end) = (range.lowerBound, range.upperBound)
            while start > 0, outline.source[start - 1] == Byte.space || outline.source[start - 1] == Byte.tab { start -= 1 }
            while end < outline.source.count, outline.source[end] != Byte.newline { end += 1 }
            edits.append(TextEdit(range: start..<min(end + 1, outline.source.count), text: ""))
        }
        return TextEdit.apply(edits, to: outline.source).replacing(/import \(\s*\)\n*/, with: "")
    }

    /// The names that a dot follows: those of packages are among them.
    private static func goQualifiers(_ source: [UInt8]) -> Set<String> {
        let tokens = SourceLexer.tokens(source, .go)
        return Set(zip(tokens, tokens.dropFirst()).filter { $0.kind == .name && $1.text == "." }.map(\.0.text))
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var view = Substring(self)
        while view.last == " " || view.last == "," { view.removeLast() }
        return String(view)
    }
}
