import AssayCore
import AssayOutline
import AssaySupport

/// Makes the prompt for one symbol: its own statement, what it may use, and what it must pass.
struct SymbolPrompt {
    let attempt: Attempt
    let units: SymbolUnits
    let checks: SymbolChecks

    /// Fills in the template `symbol`; `failure` is what an earlier answer failed.
    ///
    /// Small models repeat a docstring that stands in the stub, which takes most of their answer: they are shown it as a comment
    /// above, and it stays in the file all the same. The statement is left out where the stub's documentation says it all. Of the siblings only signatures are shown, and the
    /// bodies of those that the documentation, the statement or the tests say it uses.
    func text(_ place: Int, in work: WorkTree, written: Set<Int>, failure: String? = nil, showsCurrent: Bool = false) throws(HarnessError) -> String {
        let brief = attempt.brief
        let unit = units.all[place]
        let text = (work.files[unit.file] ?? "").withUnixLineEnds
        let outline = SymbolOutline(text, brief.language)
        let symbol = outline?.symbol(unit.name)
        // Of a symbol whose parameters the tests alone tell, the stub would tell wrong ones.
        let stub = unit.isOpen ? "" : outline.flatMap { outline in symbol.map { Self.stub(outline, $0) } } ?? unit.signature
        let tests = checks.shown(place, written: written, beside: stub)
        let commented =
            !unit.isOpen && attempt.settings.style(.implementer) == .small ? outline.flatMap { outline in symbol.flatMap { Self.commented(outline, $0) } } : nil
        var values: [String: Any] = [
            "title": brief.language.title, "language": brief.language.rawValue, "noun": unit.noun, "name": unit.name, "path": unit.file,
            "commented": commented != nil,
        ]
        values["stub"] = (commented ?? stub).nonEmpty
        if unit.isFixed { values["fixed"] = true }
        let statement = units.statements[place]
        let isDocumented = stub.contains("\"\"\"") || stub.contains("'''") || stub.contains("//") || stub.contains("/*")
        if !statement.isEmpty { values["statement"] = statement } else if !isDocumented { values["statement"] = brief.statement }
        if !brief.isOpen, let conventions = brief.conventions.nonEmpty {
            values["statement"] = ((values["statement"] as? String).map { $0 + "\n\n" } ?? "") + conventions
        }
        let about = [stub, statement, tests].joined(separator: "\n")
        values["uses"] = uses(place, about, in: work, written).nonEmpty
        if let outline { values["siblings"] = siblings(of: unit, in: outline).nonEmpty }
        values["tests"] = tests.nonEmpty
        values["failure"] = failure
        if showsCurrent, let outline, let symbol { values["current"] = Indentation.removed(from: outline.text(symbol.range), brief.language) }
        return try attempt.prompts.render("symbol", values)
    }

    /// The signature of a symbol with its documentation, without a body.
    private static func stub(_ outline: SymbolOutline, _ symbol: OutlineSymbol) -> String {
        guard symbol.isFunction, let body = symbol.body else { return Indentation.removed(from: outline.text(symbol.range), outline.language) }
        var head = outline.text(symbol.range.lowerBound..<body.lowerBound)
        if let documentation = outline.documentation(of: symbol) { head += documentation }
        return Indentation.removed(from: head.trimmedEnd, outline.language)
    }

    /// The signature of a Python function below its docstring as a comment; nil for anything else.
    private static func commented(_ outline: SymbolOutline, _ symbol: OutlineSymbol) -> String? {
        guard symbol.isFunction, let body = symbol.body, let documentation = outline.documentation(of: symbol) else { return nil }
        let text = PythonDocstring.text(documentation)
        guard !text.isEmpty else { return nil }
        let head = Indentation.removed(from: outline.text(symbol.range.lowerBound..<body.lowerBound).trimmedEnd, outline.language)
        return (text.allLines.map { $0.isEmpty ? "#" : "# \($0)" } + [head]).joined(separator: "\n")
    }

    /// The current code of what a symbol is said to use, from all files.
    private func uses(_ place: Int, _ about: String, in work: WorkTree, _ written: Set<Int>) -> String {
        let unit = units.all[place]
        let wanted = units.all.indices.filter { other in
            other != place && written.contains(other)
                && (units.all[other].isMentioned(in: about) || units.all[other].isInitializer && units.all[other].owner == unit.owner && unit.owner != nil)
        }
        var parts: [String] = []
        for other in wanted {
            let file = units.all[other].file
            guard let outline = SymbolOutline((work.files[file] ?? "").withUnixLineEnds, attempt.brief.language),
                let symbol = outline.symbol(units.all[other].name)
            else { continue }
            let code = outline.text(symbol.range)
            parts.append(file == unit.file ? code : "\(attempt.brief.language == .python ? "#" : "//") in \(file)\n\(code)")
        }
        let shown = parts.joined(separator: "\n\n")
        return shown.utf8.count <= Self.mostBytes ? shown : ""
    }

    /// The signatures of what else the file declares, with imports and variables, which the symbol may use.
    private func siblings(of unit: SymbolUnit, in outline: SymbolOutline) -> String {
        var lines = outline.imports.map(outline.text)
        for symbol in outline.symbols where symbol.qualifiedName != unit.name && symbol.kind != .namespace {
            let depth = sequence(first: symbol, next: { $0.parent.map { outline.symbols[$0] } }).dropFirst().count { _ in true }
            let text = symbol.kind == .variable ? outline.text(symbol.declaration..<symbol.range.upperBound) : symbol.signature
            guard text.utf8.count < 300 else { continue }
            lines.append(String(repeating: "    ", count: depth) + text)
        }
        let shown = lines.joined(separator: "\n")
        return shown.utf8.count <= Self.mostBytes ? shown : String(shown.prefix(Self.mostBytes))
    }

    /// The most bytes of code that is shown for orientation.
    private static let mostBytes = 2400
}

extension String {
    /// The string; nil where it is empty.
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
