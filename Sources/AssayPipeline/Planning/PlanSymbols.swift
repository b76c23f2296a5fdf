import AssayCore
import AssayOutline
import AssaySupport

/// The symbols that the stages of a plan write one by one, with their places in the files.
struct PlanSymbols {
    /// The symbols of each stage by its id, in the order in which they are written.
    private(set) var units: [String: [SymbolUnit]] = [:]
    /// Why symbols cannot be written as the plan says.
    private(set) var problems: [String] = []
    /// The names of types that an earlier symbol of the plan is, by file.
    private var types: [String: Set<String>] = [:]
    private let tree: FileTree
    private let brief: TaskBrief

    /// Finds the symbols of a plan in a tree; what is wrong with one is a problem, and leaves it out.
    init(_ plan: Plan, in tree: FileTree, of brief: TaskBrief) {
        (self.tree, self.brief) = (tree, brief)
        var seen: [SymbolUnit] = []
        for stage in plan.stages {
            for symbol in stage.symbols ?? [] {
                guard let unit = unit(symbol, of: stage) else { continue }
                if seen.contains(where: { $0.file == unit.file && $0.name == unit.name }) {
                    problems.append("'\(unit.name)' is written by more than one stage, or twice by one")
                    continue
                }
                seen.append(unit)
                units[stage.id, default: []].append(unit)
                if unit.isType { types[unit.file, default: []].insert(unit.name) }
            }
        }
    }

    private mutating func unit(_ symbol: Plan.Symbol, of stage: Plan.Stage) -> SymbolUnit? {
        guard let file = symbol.file ?? (stage.files.count == 1 ? stage.files.first : nil), stage.files.contains(file) else {
            return refuse("the symbol '\(symbol.name)' must name its `file`, one of the stage's files")
        }
        // A file of these begins with what no symbol holds: its package.
        guard tree[file] != nil || ![.go, .java].contains(brief.language) else {
            return refuse("'\(file)' is not there yet, so it is written as a whole; leave `symbols` out")
        }
        guard let outline = SymbolOutline((tree[file] ?? "").withUnixLineEnds, brief.language) else {
            return refuse("the symbols of '\(file)' cannot be written one by one, because it cannot be read; leave `symbols` out")
        }
        let name = symbol.name.replacing("::", with: ".")
        let existing = outline.symbol(name)
        if let existing, outline.symbols.count(where: { $0.qualifiedName == existing.qualifiedName && $0.isFunction && $0.body != nil }) > 1 {
            return refuse("'\(file)' has several '\(name)', so that they cannot be written one by one; leave `symbols` out")
        }
        let demanded = brief.interface.first { $0.file == file && $0.symbol == name }?.signature
        guard let signature = demanded ?? symbol.signature ?? existing?.signature, !signature.trimmed.isEmpty else {
            return refuse("the new symbol '\(name)' needs its `signature`")
        }
        let owner = name.split(separator: ".").dropLast().joined(separator: ".")
        guard existing != nil || owner.isEmpty || outline.symbol(owner) != nil || types[file]?.contains(owner) == true else {
            return refuse("'\(file)' has no type '\(owner)' for '\(name)'; name the type as a symbol before it")
        }
        let isType = existing.map { !$0.isFunction } ?? SymbolUnit.isType(signature)
        return SymbolUnit(file: file, name: name, signature: signature, isType: isType, isFixed: (demanded ?? symbol.signature) != nil)
    }

    private mutating func refuse(_ problem: String) -> SymbolUnit? {
        problems.append(problem)
        return nil
    }
}
