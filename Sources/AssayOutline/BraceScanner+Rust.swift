extension BraceScanner {
    /// Reads a declaration of Rust.
    func rustDeclaration(_ index: Int, _ end: Int) -> Found? {
        var place = index
        while text(place) == "#", text(place + 1) == "[" { place = behind(place + 1) }
        let declaration = place
        guard declaration < end else { return nil }
        if text(place) == "pub" { place = text(place + 1) == "(" ? behind(place + 1) : place + 1 }
        while ["default", "async", "unsafe", "extern", "const"].contains(text(place)), text(place) != "const" || text(place + 1) != "_" {
            let isConstant = text(place) == "const" && !["fn", "unsafe", "async", "extern"].contains(text(place + 1))
            if isConstant { break }
            place += place + 1 < end && file.tokens[place + 1].kind == .text ? 2 : 1
        }
        func found(_ name: Int, _ kind: OutlineSymbol.Kind) -> Found { Found(name: text(name), kind: kind, declaration: declaration, last: name) }
        switch text(place) {
        case "fn":
            guard isName(place + 1) else { return nil }
            return blockOrSemicolon(found(place + 1, .function), from: place + 2, end)
        case "struct", "enum", "union", "type":
            guard isName(place + 1) else { return nil }
            return blockOrSemicolon(found(place + 1, .type), from: place + 2, end)
        case "const", "static":
            let name = text(place + 1) == "mut" ? place + 2 : place + 1
            guard isName(name), let last = endOfStatement(place, end) else { return nil }
            var result = found(name, .variable)
            result.last = last
            return result
        case "trait", "mod":
            guard isName(place + 1), let body = block(place, end) else { return nil }
            var result = found(place + 1, text(place) == "mod" ? .namespace : .type)
            result.surroundings = text(place) == "mod" ? .namespace : .type
            return container(result, body)
        case "impl":
            guard let body = block(place, end), let name = implemented(place + 1, body) else { return nil }
            return container(found(name, .extension), body)
        default: return nil
        }
    }

    private func blockOrSemicolon(_ found: Found, from place: Int, _ end: Int) -> Found? {
        var found = found
        var place = behindAngles(place)
        while place < end {
            if text(place) == ";" {
                found.last = place
                return found
            }
            if text(place) == "{" {
                found.body = place
                found.last = file.partners[place]
                return found
            }
            place = behind(place)
        }
        return nil
    }

    /// Completes a declaration whose block holds others.
    func container(_ found: Found, _ body: Int) -> Found {
        var found = found
        found.body = body
        found.last = file.partners[body]
        found.inside = (body + 1)..<found.last
        return found
    }

    /// The name of the type that an `impl` belongs to: the last of its path, behind `for` if there is one.
    private func implemented(_ start: Int, _ body: Int) -> Int? {
        var place = behindAngles(start)
        var name: Int?
        while place < body, text(place) != "where" {
            if text(place) == "for" {
                name = nil
            } else if isName(place), name == nil || text(place - 1) == "::" {
                name = text(place) == "dyn" || text(place) == "mut" ? name : place
            }
            let next = behindAngles(place)
            place = next > place ? next : behind(place)
        }
        return name
    }
}
