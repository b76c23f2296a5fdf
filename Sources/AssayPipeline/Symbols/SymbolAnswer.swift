import AssayCore
import AssayOutline
import AssaySupport

/// Puts the answer for one symbol into the tree.
struct SymbolAnswer {
    let brief: TaskBrief
    let units: [SymbolUnit]

    /// Returns the tree with the symbol of an answer in it; throws with the reason where no code block of it fits.
    func put(_ answer: String, _ place: Int, into work: WorkTree) throws(SymbolMergeError) -> WorkTree {
        let unit = units[place]
        let file = work.files[unit.file] ?? ""
        let parts = AnswerPart.read(answer, language: brief.language) { work.files[$0] != nil || brief.deliverables.contains($0) }
        let blocks = parts.compactMap { part in if case .block(let block) = part { block.code } else { nil } }
        let codes = blocks.isEmpty ? [ModelText.withoutWrapping(answer)] : blocks
        // One block may hold the imports, another one the symbol.
        let readings = codes + (codes.count > 1 ? [codes.joined(separator: "\n")] : [])
        var reason: SymbolMergeError?
        for code in readings {
            do throws(SymbolMergeError) {
                let merged = try SymbolMerge.merged(
                    code.withUnixLineEnds, as: unit.name, into: file.withUnixLineEnds, at: unit.file, brief.language,
                    signature: unit.isFixed ? unit.signature : nil,
                    behind: siblings(of: place))
                return try work.with(path: unit.file, merged, shape: file)
            } catch {
                reason = reason ?? error
            }
        }
        throw reason ?? SymbolMergeError(description: "the answer holds no code")
    }

    /// The names of the symbols that stand before one in its file.
    private func siblings(of place: Int) -> [String] { units[..<place].filter { $0.file == units[place].file }.map(\.name) }

    /// Whether a symbol is there and has a body.
    func isWritten(_ place: Int, in work: WorkTree) -> Bool {
        let file = (work.files[units[place].file] ?? "").withUnixLineEnds
        guard let outline = SymbolOutline(file, brief.language), let symbol = outline.symbol(units[place].name) else { return false }
        return !outline.isUnwritten(symbol)
    }

    /// Returns the tree with a placeholder for each symbol that is not there: code that uses it can be built and loaded then.
    ///
    /// With `places`, only those symbols get one.
    func scaffold(_ work: WorkTree, _ places: Range<Int>? = nil) -> WorkTree {
        var work = work
        for (place, unit) in units.enumerated() where places?.contains(place) ?? true {
            let file = work.files[unit.file] ?? ""
            guard SymbolOutline(file.withUnixLineEnds, brief.language)?.symbol(unit.name) == nil else { continue }
            let merged = try? SymbolMerge.merged(
                Placeholder.of(unit, brief.language), as: unit.name, into: file.withUnixLineEnds, at: unit.file, brief.language,
                behind: siblings(of: place), allowsUnwritten: true)
            if let merged, let next = try? work.with(path: unit.file, merged, shape: file) { work = next }
        }
        return work
    }
}

extension WorkTree {
    /// Returns the tree with a new text of one file, which keeps its line endings.
    fileprivate func with(path: String, _ text: String, shape: String) throws(SymbolMergeError) -> WorkTree {
        var files = FileTree()
        do {
            try files.set(path, shape.isEmpty ? text : TextShape(shape).applied(to: text))
        } catch {
            throw SymbolMergeError(description: "\(error)")
        }
        return with(Candidate(files: files))
    }
}

/// A declaration whose body says that it is not written yet.
enum Placeholder {
    static func of(_ unit: SymbolUnit, _ language: Language) -> String {
        var signature = unit.signature.trimmed
        while let last = signature.last, last == ":" || last == "{" || last == ";" { signature = String(signature.dropLast()).trimmed }
        if language == .python { return signature + (unit.isType ? ":\n    pass\n" : ":\n    raise NotImplementedError\n") }
        if unit.isType { return signature + " {\n}\n" }
        let body =
            switch language {
            case .swift: "fatal" + "Error(\"not written yet\")"
            case .rust: "todo!()"
            case .go: "panic(\"not written yet\")"
            case .java: "throw new UnsupportedOperationException(\"not implemented\");"
            case .javascript, .typescript: "throw new Error(\"not implemented\");"
            default: "abort();"
            }
        return signature + " {\n    \(body)\n}\n"
    }
}
