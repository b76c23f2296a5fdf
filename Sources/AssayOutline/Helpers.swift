/// The declarations of an answer that a symbol of it uses and that its file does not have.
struct Helpers {
    let answer: SymbolOutline
    /// The symbol that is taken from the answer.
    let taken: OutlineSymbol
    let file: SymbolOutline
    /// The name by which the task knows the symbol.
    let name: String

    /// The texts of the helpers in the order of the answer: those that a text names, and those that these name.
    func needed(by text: String) -> [String] {
        var top = taken
        while let parent = top.parent { top = answer.symbols[parent] }
        let known = Set(file.symbols.map(\.qualifiedName))
        let first = name.split(separator: ".").first.map(String.init) ?? name
        let candidates = answer.members(of: nil).filter {
            $0 != top && $0.kind != .namespace && !known.contains($0.qualifiedName) && $0.name != first && !answer.isUnwritten($0)
        }
        var words = SourceWords.names(in: text, file.language)
        var chosen: Set<Int> = []
        var grows = true
        while grows {
            grows = false
            for (index, symbol) in candidates.enumerated() where words.contains(symbol.name) && !chosen.contains(index) {
                chosen.insert(index)
                words.formUnion(SourceWords.names(in: answer.text(symbol.range), file.language))
                grows = true
            }
        }
        return chosen.sorted().map { answer.text(candidates[$0].range) }
    }
}
