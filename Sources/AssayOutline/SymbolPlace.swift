import AssayCore

/// Where a symbol that is not there yet is put.
struct SymbolPlace {
    /// The bytes that make room for it: none, or a placeholder such as `pass`.
    var range: Range<Int>
    var before: String
    var after: String
    var indentation: String

    func edit(_ text: String) -> TextEdit { TextEdit(range: range, text: before + text + after) }

    /// The place of a name: behind the last of its siblings that is there, in its type where it has one.
    static func of(_ name: String, in file: SymbolOutline, behind siblings: [String]) throws(SymbolMergeError) -> SymbolPlace {
        let owner = name.split(separator: ".").dropLast().joined(separator: ".")
        // Methods of Go stand outside their type.
        guard !owner.isEmpty, file.language != .go else { return atTop(file, behind: siblings) }
        let parts = file.symbols.indices.filter { file.symbols[$0].isContainer && ("." + file.symbols[$0].qualifiedName).hasSuffix("." + owner) }
        // In Rust, methods stand in an `impl`; one of a trait is another's.
        let fitting = file.language == .rust ? parts.filter { file.symbols[$0].kind == .extension && !file.symbols[$0].signature.contains(" for ") } : parts
        guard let place = fitting.first(where: { file.symbols[$0].body != nil }), let body = file.symbols[place].body else {
            throw SymbolMergeError(description: "the file has no `\(owner)` that `\(name)` could be put into")
        }
        let members = file.members(of: place)
        let known = members.filter { member in siblings.contains(member.qualifiedName) || siblings.contains(member.name) }
        if let last = known.last ?? members.last {
            return SymbolPlace(
                range: last.range.upperBound..<last.range.upperBound, before: "\n\n", after: "", indentation: Indentation.of(last.declaration, in: file.source))
        }
        let own = Indentation.of(file.symbols[place].declaration, in: file.source)
        if file.language == .python { return inPythonClass(file, body, own) }
        var end = body.upperBound - 1
        while end > body.lowerBound, file.source[end] != UInt8(ascii: "}") { end -= 1 }
        var start = end
        while start > body.lowerBound + 1, Byte.isBlank(file.source[start - 1]) { start -= 1 }
        return SymbolPlace(range: start..<end, before: "\n", after: "\n" + own, indentation: own + "    ")
    }

    private static func inPythonClass(_ file: SymbolOutline, _ body: Range<Int>, _ own: String) -> SymbolPlace {
        let text = file.text(body)
        // A placeholder makes room.
        if let placeholder = text.firstMatch(of: /(?:^|\n)[ \t]*(?:pass|\.\.\.)[ \t]*$/) {
            let offset = body.lowerBound + text.utf8.distance(from: text.startIndex, to: placeholder.range.lowerBound)
            return SymbolPlace(range: offset..<body.upperBound, before: "\n", after: "", indentation: own + "    ")
        }
        return SymbolPlace(range: body.upperBound..<body.upperBound, before: "\n\n", after: "", indentation: own + "    ")
    }

    private static func atTop(_ file: SymbolOutline, behind siblings: [String]) -> SymbolPlace {
        let gap = file.language == .python ? "\n\n\n" : "\n\n"
        let known = file.members(of: nil).filter { siblings.contains($0.qualifiedName) }
        if let last = known.last {
            return SymbolPlace(range: last.range.upperBound..<last.range.upperBound, before: gap, after: "", indentation: "")
        }
        var end = file.source.count
        while end > 0, Byte.isBlank(file.source[end - 1]) { end -= 1 }
        return SymbolPlace(range: end..<file.source.count, before: end == 0 ? "" : gap, after: "\n", indentation: "")
    }
}
