extension BraceScanner {
    private static let memberModifiers: Set<String> = [
        "static", "async", "get", "set", "public", "private", "protected", "readonly", "override", "abstract", "declare", "accessor",
    ]

    /// Reads a declaration of JavaScript or TypeScript.
    func scriptDeclaration(_ index: Int, _ end: Int, _ surroundings: Surroundings) -> Found? {
        var place = index
        while text(place) == "@", isName(place + 1) {
            place += 2
            while text(place) == "." { place += 2 }
            if text(place) == "(" { place = behind(place) }
        }
        if surroundings == .type { return scriptMember(place, end) }
        let declaration = place
        while ["export", "default", "declare", "abstract"].contains(text(place)), isName(place + 1) || text(place) == "default" { place += 1 }
        let function = text(place) == "async" ? place + 1 : place
        if text(function) == "function" {
            let name = text(function + 1) == "*" ? function + 2 : function + 1
            guard isName(name) else { return nil }
            return parameters(Found(name: text(name), kind: .function, declaration: declaration, last: name), from: name + 1, end)
        }
        guard isName(place + 1) else { return prototypeMember(index, end) }
        var found = Found(name: text(place + 1), kind: .type, declaration: declaration, last: place)
        switch text(place) {
        case "class":
            return classBody(place, end).map { container(found, $0) }
        case "interface", "enum":
            guard let body = block(place, end) else { return nil }
            (found.body, found.last) = (body, file.partners[body])
            return found
        case "namespace", "module":
            found.kind = .namespace
            found.surroundings = .namespace
            return block(place, end).map { container(found, $0) }
        case "type":
            found.last = endOfLineStatement(place, end)
            return (place..<found.last).contains { text($0) == "=" } ? found : nil
        case "const", "let", "var":
            if text(place + 1) == "enum", isName(place + 2), let body = block(place, end) {
                return Found(name: text(place + 2), kind: .type, declaration: declaration, body: body, last: file.partners[body])
            }
            found.last = endOfLineStatement(place, end)
            return assigned(found, from: place + 1)
        default: return prototypeMember(index, end)
        }
    }

    /// The block of a class; what it extends may have type arguments with braces.
    private func classBody(_ keyword: Int, _ end: Int) -> Int? {
        var place = keyword
        while place < end, text(place) != "{" {
            if text(place) == ";" { return nil }
            place = text(place) == "<" ? behindTypes(place, end) : behind(place)
        }
        return place < end ? place : nil
    }

    /// The index behind type arguments, which may hold braces.
    private func behindTypes(_ start: Int, _ end: Int) -> Int {
        var depth = 0
        var place = start
        while place < end {
            depth += text(place) == "<" ? 1 : text(place) == ">" ? -1 : 0
            place = behind(place)
            if depth == 0 { return place }
        }
        return end
    }

    /// A variable, or a function where one is assigned.
    private func assigned(_ found: Found, from start: Int) -> Found {
        var found = found
        found.kind = .variable
        guard start < found.last, let equals = (start...found.last).first(where: { text($0) == "=" }) else { return found }
        var place = text(equals + 1) == "async" ? equals + 2 : equals + 1
        if text(place) == "function" {
            found.kind = .function
            found.body = block(place, found.last + 1)
            return found
        }
        place = behindAngles(place)
        guard text(place) == "(" || isName(place) else { return found }
        place = behind(place)
        // A result's type may stand before the arrow.
        if text(place) == ":" { while place < found.last, text(place) != "=>" { place = behind(place) } }
        guard text(place) == "=>", place < found.last else { return found }
        found.kind = .function
        found.body = place + 1
        return found
    }

    /// A function that is assigned to a member: `Box.prototype.put = function () { … }`, `exports.put = …`.
    private func prototypeMember(_ index: Int, _ end: Int) -> Found? {
        var names: [String] = []
        var place = index
        while isName(place) {
            names.append(text(place))
            guard text(place + 1) == "." else { break }
            place += 2
        }
        guard names.count > 1, text(place + 1) == "=" else { return nil }
        names.removeAll { ["prototype", "exports", "module"].contains($0) }
        guard let name = names.popLast() else { return nil }
        var found = Found(name: name, owner: names.isEmpty ? nil : names.joined(separator: "."), declaration: index, last: endOfLineStatement(index, end))
        found = assigned(found, from: place + 1)
        return found.kind == .function ? found : nil
    }

    private func scriptMember(_ start: Int, _ end: Int) -> Found? {
        var place = start
        while Self.memberModifiers.contains(text(place)), !["(", "=", ";", ":", "?", "!", "<", "}"].contains(text(place + 1)) { place += 1 }
        if text(place) == "*" { place += 1 }
        if text(place) == "#" { place += 1 }
        guard place < end, isName(place) || file.tokens[place].kind == .text || file.tokens[place].kind == .number || text(place) == "[" else { return nil }
        let name = isName(place) ? text(place) : file.squeezed(file.tokens[place].range.lowerBound..<file.tokens[behind(place) - 1].range.upperBound)
        place = behind(place)
        if ["?", "!"].contains(text(place)) { place += 1 }
        var found = Found(name: name, kind: .method, declaration: start, last: place - 1)
        if text(place) == "(" || text(place) == "<" { return parameters(found, from: place, end) }
        guard text(place) == "=" || text(place) == ":" else { return nil }
        found.last = endOfLineStatement(start, end)
        found = assigned(found, from: place)
        guard found.kind == .function else { return nil }
        found.kind = .method
        return found
    }

    /// Completes a function from its parameters on; a declaration alone has no body.
    private func parameters(_ found: Found, from start: Int, _ end: Int) -> Found? {
        var found = found
        var place = behindAngles(start)
        guard text(place) == "(" else { return nil }
        place = behind(place)
        while place < end {
            if text(place) == "{" {
                // A type of a result may have braces itself.
                if [":", "|", "&", "<", ",", "is", "=>"].contains(text(place - 1)) {
                    place = behind(place)
                    continue
                }
                (found.body, found.last) = (place, file.partners[place])
                return found
            }
            if text(place) == ";" {
                found.last = place
                return found
            }
            if file.isFirstOnLine(place), text(place) != ":", text(place) != "|" {
                found.last = place - 1
                return found
            }
            place = behind(place)
        }
        found.last = end - 1
        return found
    }
}
