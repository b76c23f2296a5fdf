extension BraceScanner {
    private static let noFunctions: Set<String> = [
        "if", "for", "while", "switch", "return", "sizeof", "alignas", "decltype", "__attribute__", "__declspec", "noexcept", "throw", "static_assert",
        "_Static_assert", "asm", "__asm__", "catch", "requires", "explicit",
    ]

    /// Reads a declaration of C or C++.
    func cDeclaration(_ index: Int, _ end: Int, _ surroundings: Surroundings) -> Found? {
        var place = index
        // A macro on a line of its own is a statement.
        if isMacro(index), index + 1 < end, file.isFirstOnLine(index), file.isFirstOnLine(index + 1) {
            return Found(declaration: index, last: index)
        }
        if surroundings == .type, ["public", "private", "protected"].contains(text(index)), text(index + 1) == ":" {
            return Found(declaration: index, last: index + 1)
        }
        if text(place) == "extern", place + 2 < end, file.tokens[place + 1].kind == .text, text(place + 2) == "{" {
            let last = file.partners[place + 2]
            return Found(declaration: place, last: last, inside: (place + 3)..<last, surroundings: surroundings)
        }
        if text(place) == "inline", text(place + 1) == "namespace" { place += 1 }
        if text(place) == "namespace" { return namespace(index, place, end) }
        while text(place) == "template" || text(place) == "[" {
            let next = text(place) == "template" ? behindAngles(place + 1) : behind(place)
            guard next > place + (text(place) == "template" ? 1 : 0) else { return nil }
            place = next
        }
        let keyword = text(place) == "typedef" ? place + 1 : place
        if ["class", "struct", "union", "enum"].contains(text(keyword)), let found = cType(index, keyword, end) { return found }
        if text(place) == "typedef" {
            guard let last = endOfStatement(place, end), isName(last - 1) else { return nil }
            return Found(name: text(last - 1), kind: .type, declaration: index, last: last)
        }
        if text(place) == "using", text(place + 2) == "=", let last = endOfStatement(place, end) {
            return Found(name: text(place + 1), kind: .type, declaration: index, last: last)
        }
        return cFunction(index, from: place, end)
    }

    private func isMacro(_ index: Int) -> Bool {
        isName(index) && text(index).utf8.count > 1 && text(index).utf8.allSatisfy { (65...90).contains($0) || $0 == 95 || Byte.isDigit($0) }
    }

    private func namespace(_ start: Int, _ keyword: Int, _ end: Int) -> Found? {
        guard let body = block(keyword, end) else { return nil }
        let name = (keyword + 1..<body).last { isName($0) }.map(text)
        var found = Found(name: name ?? "", kind: name == nil ? nil : .namespace, declaration: start, last: body)
        found.surroundings = .namespace
        return container(found, body)
    }

    private func cType(_ start: Int, _ keyword: Int, _ end: Int) -> Found? {
        var place = keyword + 1
        var name: Int?
        while place < end, !["{", ";", "(", "="].contains(text(place)) {
            if text(place) == ":", name != nil { break }
            if isName(place), !["class", "struct", "final", "alignas"].contains(text(place)) { name = place }
            let next = behindAngles(place)
            place = next > place ? next : behind(place)
        }
        guard let body = block(place, end), text(place) == "{" || text(place) == ":", let last = endOfStatement(body, end) else { return nil }
        // `typedef struct { … } Box;` has its name at its end.
        if text(keyword - 1) == "typedef", isName(last - 1) { name = last - 1 }
        guard let name else { return nil }
        var found = Found(name: text(name), kind: .type, declaration: start, body: body, last: last)
        if text(keyword) != "enum" { found.inside = (body + 1)..<file.partners[body] }
        return found
    }

    private func cFunction(_ start: Int, from first: Int, _ end: Int) -> Found? {
        var place = first
        var name: Int?
        while place < end, name == nil {
            switch text(place) {
            case ";", "{", "}": return nil
            case "operator":
                name = place
                while place + 1 < end, text(place + 1) != "(" || (text(place) == "operator" && text(place + 2) == ")") { place = behind(place + 1) - 1 }
                place += 1
            case "=": return nil
            case "(":
                if place > first, isName(place - 1), !Self.noFunctions.contains(text(place - 1)) { name = place - 1 } else { place = behind(place) }
            case "<":
                let next = behindAngles(place)
                place = next > place ? next : place + 1
            default: place = text(place) == "[" ? behind(place) : place + 1
            }
        }
        guard let name, text(place) == "(", let body = functionBody(behind(place), end) else { return nil }
        var found = Found(name: text(name), kind: .function, declaration: start, body: body, last: file.partners[body])
        if text(name) == "operator" { found.name = file.squeezed(file.tokens[name].range.lowerBound..<file.tokens[place].range.lowerBound) }
        var before = name - 1
        if text(before) == "~" {
            found.name = "~" + found.name
            before -= 1
        }
        var owners: [String] = []
        while text(before) == "::", before > first {
            var owner = before - 1
            if text(owner) == ">" { while owner > first, text(owner) != "<" { owner -= 1 }; owner -= 1 }
            guard isName(owner) else { break }
            owners.insert(text(owner), at: 0)
            before = owner - 1
        }
        if !owners.isEmpty { found.owner = owners.joined(separator: ".") }
        return found
    }

    /// The block that follows the parameters of a function, behind qualifiers and the initializers of a constructor.
    private func functionBody(_ start: Int, _ end: Int) -> Int? {
        var place = start
        var isInitializing = false
        while place < end {
            switch text(place) {
            case ";", "=", "}": return nil
            case ":": isInitializing = true
            case "{":
                // A member is initialized by braces directly behind its name.
                guard isInitializing, isName(place - 1) || text(place - 1) == ">" else { return place }
            default: break
            }
            place = behind(place)
        }
        return nil
    }
}
