extension BraceScanner {
    /// Reads a declaration of Go.
    func goDeclaration(_ index: Int, _ end: Int, _ surroundings: Surroundings) -> Found? {
        if surroundings == .group { return goType(index, name: index, end) }
        switch text(index) {
        case "func": return goFunction(index, end)
        case "type":
            guard text(index + 1) == "(" else { return goType(index, name: index + 1, end) }
            let last = file.partners[index + 1]
            return Found(declaration: index, last: last, inside: (index + 2)..<last, surroundings: .group)
        case "var", "const":
            guard isName(index + 1) else { return nil }
            return Found(name: text(index + 1), kind: .variable, declaration: index, last: endOfLineStatement(index, end))
        default: return nil
        }
    }

    private func goFunction(_ index: Int, _ end: Int) -> Found? {
        var place = index + 1
        var owner: String?
        if text(place) == "(" {
            let names = (place + 1)..<file.partners[place]
            // A receiver has a name or not: `(b *Box[T])`, `(Box)`.
            let second = names.dropFirst().first { isName($0) }
            let first = names.first { isName($0) }
            let hasName = isName(names.lowerBound) && names.count > 1 && text(names.lowerBound + 1) != "["
            owner = (hasName ? second : first).map(text)
            place = behind(place)
        }
        guard isName(place) else { return nil }
        let name = text(place)
        place = behind(text(place + 1) == "[" ? behind(place + 1) : place + 1)
        // The body is the block that is no type of a result.
        while place < end {
            if text(place) == "{", text(place - 1) != "interface", text(place - 1) != "struct" {
                return Found(name: name, owner: owner, kind: owner == nil ? .function : .method, declaration: index, body: place, last: file.partners[place])
            }
            if file.isFirstOnLine(place) { return nil }
            place = behind(place)
        }
        return nil
    }

    private func goType(_ index: Int, name: Int, _ end: Int) -> Found? {
        guard isName(name) else { return nil }
        var place = name
        while behind(place) < end, !file.isFirstOnLine(behind(place)), text(behind(place)) != ";" { place = behind(place) }
        let body = text(place) == "{" ? place : nil
        return Found(name: text(name), kind: .type, declaration: index, body: body, last: behind(place) - 1)
    }
}
