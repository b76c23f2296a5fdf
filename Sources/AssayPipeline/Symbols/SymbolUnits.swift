package import AssayCore
import AssayOutline
import AssaySupport

/// Divides a task into symbols without asking a model: the interface and the stub are a plan already.
///
/// The symbols are those that the interface names and those that have no body in a file to be delivered, else those that visible
/// tests and examples take from such a file and nothing declares. Each comes behind those that its own documentation or the statement
/// says it uses, otherwise in the order of the text.
package struct SymbolUnits {
    /// The symbols in the order in which they are written.
    package let all: [SymbolUnit]
    /// The parts of the statement that name each symbol, by its place in `all`.
    package let statements: [String]

    /// Divides a task; there are no symbols where its language has no outline, or where nothing names them.
    package init(_ brief: TaskBrief) {
        var found: [SymbolUnit] = []
        var documents: [String] = []
        for file in Self.files(brief) {
            guard let outline = SymbolOutline(Self.text(file, brief).withUnixLineEnds, brief.language) else { continue }
            for (unit, document) in Self.units(of: outline, file, brief) where !found.contains(unit) {
                found.append(unit)
                documents.append(document)
            }
        }
        if found.count < 2, brief.interface.isEmpty {
            for unit in CalledSymbols.units(brief) where !found.contains(where: { $0.name == unit.name || $0.owner == unit.name }) {
                found.append(unit)
                documents.append("")
            }
        }
        let blocks = Self.blocks(brief.statement)
        let own = found.indices.map { place in blocks.filter { Self.isAbout(found[place], $0, found) } }
        let uses = found.indices.map { place in
            // A part of the statement is about the symbol that it names first.
            let about = own[place].filter { Self.first(in: $0, found) == place }
            let text = ([documents[place]] + about).joined(separator: "\n")
            return Set(found.indices.filter { $0 != place && (found[$0].isMentioned(in: text) || Self.isTypeOf(found[$0], found[place])) })
        }
        let order = Self.order(uses)
        all = order.map { found[$0] }
        statements = order.map { own[$0].joined(separator: "\n\n") }
    }

    /// The symbols that the stages of a plan name, each with what its stage is to reach.
    init(_ plan: Plan, _ symbols: PlanSymbols, of brief: TaskBrief) {
        all = plan.stages.flatMap { symbols.units[$0.id] ?? [] }
        statements = plan.stages.flatMap { stage in
            (symbols.units[stage.id] ?? []).map { _ in brief.isOpen ? stage.goal : "\(brief.statement)\n\n\(stage.goal)" }
        }
    }

    /// The files that hold the symbols; of a repository only those that the interface names.
    private static func files(_ brief: TaskBrief) -> [String] {
        let named = brief.interface.map(\.file)
        let delivered = brief.isOpen ? [] : brief.deliverables.filter { !$0.hasSuffix("**") }
        return (delivered + named).uniqued().filter(brief.mayDeliver)
    }

    /// A file at the start; the code that precedes the answer counts as one.
    static func text(_ file: String, _ brief: TaskBrief) -> String {
        brief.start[file] ?? (brief.singleDeliverable == file ? brief.prompt : nil) ?? ""
    }

    /// The symbols of one file, with the documentation that each has in it.
    private static func units(of outline: SymbolOutline, _ file: String, _ brief: TaskBrief) -> [(SymbolUnit, String)] {
        let demanded = brief.interface.filter { $0.file == file }
        var result: [(SymbolUnit, String)] = []
        for symbol in outline.symbols where symbol.isFunction && symbol.body != nil && outline.symbol(symbol.qualifiedName) == symbol {
            let named = demanded.first { $0.symbol == symbol.qualifiedName || ($0.symbol == symbol.name && symbol.parent == nil) }
            let text = outline.text(symbol.range)
            let isAbstract = ["abstractmethod", "@overload"].contains(where: outline.text(symbol.range.lowerBound..<symbol.declaration).contains)
            guard named != nil || outline.isUnwritten(symbol) && !isAbstract else { continue }
            let isChanged = named != nil && !outline.isUnwritten(symbol)
            let unit = SymbolUnit(
                file: file, name: symbol.qualifiedName, signature: named?.signature ?? symbol.signature, isType: false)
            // What a function that is there calls is no word on what the new one uses.
            result.append((unit, isChanged ? "" : text))
        }
        for item in demanded where !result.contains(where: { $0.0.name == item.symbol || $0.0.shortName == item.symbol || $0.0.owner == item.symbol }) {
            result.append((SymbolUnit(file: file, name: item.symbol, signature: item.signature, isType: SymbolUnit.isType(item.signature)), ""))
        }
        return result
    }

    // MARK: Order

    /// Whether a symbol is needed by another because it is its type or makes values of it.
    private static func isTypeOf(_ one: SymbolUnit, _ other: SymbolUnit) -> Bool {
        guard let owner = other.owner else { return one.isType && other.signature.contains(one.name) }
        return one.isType && one.name == owner || one.isInitializer && one.owner == owner && !other.isInitializer
    }

    /// The places in an order where each comes behind those that it uses; two that use each other keep the order of the text.
    private static func order(_ uses: [Set<Int>]) -> [Int] {
        var rest = Array(uses.indices)
        var done: [Int] = []
        while let first = rest.first {
            let next = rest.first { place in uses[place].allSatisfy { done.contains($0) || uses[$0].contains(place) } } ?? first
            done.append(next)
            rest.removeAll { $0 == next }
        }
        return done
    }

    // MARK: Statement

    /// The paragraphs and list items of a statement, without code blocks.
    private static func blocks(_ statement: String) -> [String] {
        var blocks: [[String]] = [[]]
        var isCode = false
        for line in statement.allLines.map(String.init) {
            if line.trimmed.hasPrefix("```") {
                isCode.toggle()
                continue
            }
            if isCode { continue }
            if line.trimmed.isEmpty || line.prefixMatch(of: /(?:[-*]|\d+[.)])\s/) != nil { blocks.append([]) }
            if !line.trimmed.isEmpty { blocks[blocks.count - 1].append(line) }
        }
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    }

    /// Whether a part of the statement is about a symbol: it names it, and few others; a list of all symbols is about none.
    private static func isAbout(_ unit: SymbolUnit, _ block: String, _ all: [SymbolUnit]) -> Bool {
        let named = all.count { $0.isMentioned(in: block) }
        guard unit.isMentioned(in: block), named <= 3 else { return false }
        return named < all.count || all.count < 3 && !isList(of: all, block)
    }

    /// Whether a part of the statement names several symbols one behind the other, with nothing said between them.
    private static func isList(of all: [SymbolUnit], _ block: String) -> Bool {
        let words = block.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        let names = Set(all.map(\.shortName))
        guard all.count > 1, let first = words.firstIndex(where: names.contains), let last = words.lastIndex(where: names.contains) else { return false }
        return words[first...last].allSatisfy { names.contains($0) || ["and", "or", "then"].contains($0) }
    }

    private static func first(in block: String, _ all: [SymbolUnit]) -> Int? {
        all.indices.filter { all[$0].isMentioned(in: block) }.min { left, right in
            let places = [left, right].map { block.firstRange(of: all[$0].shortName)?.lowerBound ?? block.endIndex }
            return places[0] < places[1]
        }
    }
}
