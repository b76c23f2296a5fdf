extension BraceScanner {
    private static let javaModifiers: Set<String> = [
        "public", "private", "protected", "static", "final", "abstract", "native", "synchronized", "default", "strictfp", "transient", "volatile",
        "sealed",
    ]

    /// Reads a declaration of Java.
    func javaDeclaration(_ index: Int, _ end: Int, _ surroundings: Surroundings) -> Found? {
        var place = index
        while text(place) == "@", text(place + 1) != "interface" {
            place += 2
            while text(place) == "." { place += 2 }
            if text(place) == "(" { place = behind(place) }
        }
        let declaration = place
        while Self.javaModifiers.contains(text(place)) || text(place) == "@" && text(place + 1) != "interface" {
            if text(place) == "@" { place += 1 }
            place += 1
        }
        if text(place) == "non" { place += 3 }
        if text(place) == "@" { place += 1 }
        let isRecord = text(place) == "record" && isName(place + 1) && ["(", "<"].contains(text(place + 2))
        if ["class", "interface", "enum"].contains(text(place)) || isRecord, isName(place + 1) {
            guard let body = block(place, end) else { return nil }
            var found = container(Found(name: text(place + 1), kind: .type, declaration: declaration, last: place), body)
            if text(place) == "enum" {
                // Members stand behind the constants and a semicolon.
                let members = endOfStatement(body + 1, found.last).map { $0 + 1 } ?? found.last
                found.inside = members..<found.last
            }
            return found
        }
        return surroundings == .type ? javaMember(declaration, from: place, end) : nil
    }

    private func javaMember(_ declaration: Int, from start: Int, _ end: Int) -> Found? {
        var place = behindAngles(start)
        while place < end, text(place) != "(" {
            if ["=", ";", "{"].contains(text(place)) { return nil }
            let next = behindAngles(place)
            place = next > place ? next : behind(place)
        }
        guard place < end, isName(place - 1) else { return nil }
        let name = place - 1
        place = behind(place)
        while place < end {
            if text(place) == ";" { return Found(name: text(name), kind: .method, declaration: declaration, last: place) }
            if text(place) == "{" {
                return Found(name: text(name), kind: .method, declaration: declaration, body: place, last: file.partners[place])
            }
            place = behind(place)
        }
        return nil
    }
}
