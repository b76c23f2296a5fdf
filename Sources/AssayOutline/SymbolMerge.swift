package import AssayCore

/// An answer that cannot take the place of a symbol.
package struct SymbolMergeError: Error, Sendable, CustomStringConvertible {
    /// Why not, in words for the model.
    package let description: String

    /// Makes an error with its reason.
    package init(description: String) { self.description = description }
}

/// Puts one symbol of an answer into a file; nothing else of the file changes but imports and helpers that the symbol needs.
package struct SymbolMerge {
    /// The symbol, plain or qualified: `parse`, `Account.deposit`.
    private let name: String
    /// The signature that the task demands; nil where the answer may choose it.
    private let signature: String?
    private let file: SymbolOutline
    private let answer: SymbolOutline
    private let taken: OutlineSymbol

    /// Returns the file with the symbol of an answer in it.
    ///
    /// The answer holds the symbol alone, or a whole file of which only that symbol is taken. A new symbol is put behind the last of
    /// `siblings` that is there. `path` is the file's, so that an import of itself is left out. A body that says
    /// no more than that it is to be written is refused, unless `allowsUnwritten`.
    package static func merged(
        _ code: String, as name: String, into file: String, at path: String, _ language: Language, signature: String? = nil, behind siblings: [String] = [],
        allowsUnwritten: Bool = false
    ) throws(SymbolMergeError) -> String {
        guard let outline = SymbolOutline(file, language) else {
            throw SymbolMergeError(description: "the file that `\(name)` belongs to cannot be read: its brackets do not match")
        }
        let merge = try SymbolMerge(code, name, outline, signature: signature, allowsUnwritten: allowsUnwritten)
        return try merge.result(path: path, siblings: siblings)
    }

    private init(_ code: String, _ name: String, _ file: SymbolOutline, signature: String?, allowsUnwritten: Bool) throws(SymbolMergeError) {
        let language = file.language
        let code = Indentation.removed(from: code, language)
        let owner = name.split(separator: ".").dropLast().last.map(String.init)
        guard let plain = SymbolOutline(code, language) else {
            throw SymbolMergeError(description: "the code of the answer is cut or its brackets do not match")
        }
        var readings = [plain]
        // Methods alone are no declarations in these languages, so they are read inside their type, behind the imports.
        if let owner, [.javascript, .typescript, .java, .cpp].contains(language) {
            let head = plain.imports.map(\.upperBound).max() ?? 0
            let wrapped = plain.text(0..<head) + "\nclass \(owner) {\n" + plain.text(head..<plain.source.count) + "\n}"
            if let outline = SymbolOutline(wrapped, language) { readings.append(outline) }
        }
        let isFunction = file.symbol(name)?.isFunction
        let found = readings.compactMap { outline in Self.find(name, in: outline, isFunction: isFunction).map { (outline, $0) } }.first
        guard let (answer, taken) = found else { throw SymbolMergeError(description: "the answer does not define `\(name)`") }
        (self.name, self.signature, self.file, self.answer, self.taken) = (name, signature, file, answer, taken)
        if !allowsUnwritten, answer.isUnwritten(taken) { throw SymbolMergeError(description: "`\(name)` in the answer has no body yet") }
    }

    /// The symbol of an answer that a name means: by its qualified name, else the last one of that name, of the kind it has in the file.
    private static func find(_ name: String, in outline: SymbolOutline, isFunction: Bool?) -> OutlineSymbol? {
        if let exact = outline.symbol(name), exact.body != nil || !exact.isFunction { return exact }
        let last = name.split(separator: ".").last.map(String.init) ?? name
        let named = outline.symbols.filter { $0.name == last && ($0.body != nil || !$0.isFunction) && $0.kind != .extension && $0.kind != .namespace }
        return named.last { isFunction == nil || $0.isFunction == isFunction } ?? named.last
    }

    private func result(path: String, siblings: [String]) throws(SymbolMergeError) -> String {
        let existing = file.symbol(name)
        var place: SymbolPlace?
        if existing == nil {
            try checkSignature(against: nil)
            place = try SymbolPlace.of(name, in: file, behind: siblings)
        }
        let text =
            try existing.map { symbol throws(SymbolMergeError) in try replacement(for: symbol) }
            ?? Indentation.moved(answer.text(taken.range), to: place?.indentation ?? "", file.language)
        let helpers = Helpers(answer: answer, taken: taken, file: file, name: name).needed(by: text)
        let (helperText, gap) = (helpers.joined(separator: self.gap), helpers.isEmpty ? "" : self.gap)
        var edits: [TextEdit] = []
        if let top = top(existing) {
            edits.append(existing.map { TextEdit(range: $0.range, text: text) } ?? place?.edit(text) ?? TextEdit(range: 0..<0, text: text))
            edits.append(TextEdit(range: top.range.lowerBound..<top.range.lowerBound, text: helperText + gap))
        } else if let place {
            edits.append(place.edit(helperText + gap + text))
        }
        let needed = SourceWords.names(in: text + "\n" + helperText, file.language)
        if let edit = ImportMerge(file: file, answer: answer, path: path).edit(for: needed) { edits.append(edit) }
        let merged = TextEdit.apply(edits, to: file.source)
        return file.language == .go ? ImportMerge.withoutUnused(merged, before: file) : merged
    }

    private var gap: String { file.language == .python ? "\n\n\n" : "\n\n" }

    /// The declaration at the top of the file that the symbol is or belongs to; nil where it is not there yet.
    private func top(_ existing: OutlineSymbol?) -> OutlineSymbol? {
        let owner = name.split(separator: ".").dropLast().first.map(String.init)
        var top = existing ?? owner.flatMap { file.symbol($0) }
        while let parent = top?.parent { top = file.symbols[parent] }
        return top
    }

    /// The new text of a symbol that is there: its own comments, attributes and signature, and the answer's body.
    private func replacement(for existing: OutlineSymbol) throws(SymbolMergeError) -> String {
        let indentation = Indentation.of(existing.declaration, in: file.source)
        let whole = Indentation.moved(answer.text(taken.range), to: indentation, file.language)
        guard existing.isFunction, taken.isFunction, let body = taken.body, let oldBody = existing.body else { return whole }
        let keepsSignature = try checkSignature(against: existing)
        let leading = file.text(existing.range.lowerBound..<existing.declaration)
        guard keepsSignature else {
            let own = Indentation.moved(answer.text(taken.declaration..<taken.range.upperBound), to: indentation, file.language, from: ownIndentation)
            return leading + own
        }
        let head = file.text(existing.range.lowerBound..<oldBody.lowerBound)
        let moved = Indentation.moved(answer.text(body), to: indentation, file.language, from: ownIndentation)
        guard file.language == .python else { return head + moved }
        return head + PythonBody.keepingDocumentation(of: file.text(oldBody), in: moved, indentation: indentation)
    }

    private var ownIndentation: String { Indentation.of(taken.declaration, in: answer.source) }

    /// Whether the answer has the parameters of the symbol that is there, so that its signature can stay; throws for parameters that the
    /// task does not allow.
    @discardableResult
    private func checkSignature(against existing: OutlineSymbol?) throws(SymbolMergeError) -> Bool {
        guard let signature else {
            // Where the answer may choose, the same signature is no change.
            func plain(_ symbol: OutlineSymbol) -> String { symbol.signature.filter { !$0.isWhitespace } }
            return existing.map { $0.isFunction && plain($0) == plain(taken) } ?? false
        }
        guard taken.isFunction, let demanded = Parameters.names(in: signature, file.language) else { return false }
        let given = Parameters.names(in: taken.signature, file.language)
        guard given == demanded else {
            throw SymbolMergeError(description: "`\(name)` must have the signature `\(signature)`, the answer has `\(taken.signature)`")
        }
        let isAsync = taken.signature.contains(/\basync\b/)
        return existing.map { Parameters.names(in: $0.signature, file.language) == given && $0.signature.contains(/\basync\b/) == isAsync } ?? false
    }
}
