import AssaySupport

/// Holds arguments against the schema that a tool has told: as much of JSON Schema as `Schema` writes.
enum ArgumentCheck {
    /// Returns what is wrong first, with its place; nil where nothing is.
    static func problem(_ value: JSONValue, _ schema: JSONValue, at place: String = "arguments") -> String? {
        switch schema["type"]?.text {
        case "object": object(value, schema, place)
        case "array": list(value, schema, place)
        case "string": text(value, schema, place)
        case "boolean": if case .bool = value { nil } else { "\(place) must be true or false" }
        case "integer", "number": number(value, schema, place)
        default: nil
        }
    }

    private static func object(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> String? {
        guard let members = value.object else { return "\(place) must be an object" }
        let known = schema["properties"]?.object ?? [:]
        if let missing = schema["required"]?.texts?.first(where: { members[$0] == nil }) { return "\(place).\(missing) is missing" }
        if let most = schema["maxProperties"]?.number, Double(members.count) > most { return "\(place) has more than \(Int(most)) members" }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            let inner = "\(place).\(TerminalText.line(name, limit: 60))"
            guard let own = known[name] ?? schema["additionalProperties"], own != false else {
                return "\(inner) is not known; known: \(known.keys.sorted().joined(separator: ", "))"
            }
            if let problem = problem(member, own, at: inner) { return problem }
        }
        return nil
    }

    private static func list(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> String? {
        guard case .array(let items) = value else { return "\(place) must be a list" }
        let count = Double(items.count)
        if let least = schema["minItems"]?.number, count < least { return "\(place) must have at least \(Int(least)) items" }
        if let most = schema["maxItems"]?.number, count > most { return "\(place) must have at most \(Int(most)) items" }
        for (index, item) in items.enumerated() {
            if let problem = problem(item, schema["items"] ?? [:], at: "\(place)[\(index)]") { return problem }
        }
        return nil
    }

    private static func text(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> String? {
        guard case .string(let text) = value else { return "\(place) must be a text" }
        if let most = schema["maxLength"]?.number, Double(text.unicodeScalars.count) > most { return "\(place) is longer than \(Int(most)) characters" }
        if let words = schema["enum"]?.texts, !words.contains(text) { return "\(place) must be one of: \(words.joined(separator: ", "))" }
        return nil
    }

    private static func number(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> String? {
        guard case .number(let number) = value else { return "\(place) must be a number" }
        if schema["type"]?.text == "integer", Int(exactly: number) == nil { return "\(place) must be a whole number" }
        guard let least = schema["minimum"]?.number, let most = schema["maximum"]?.number else { return nil }
        return (least...most).contains(number) ? nil : "\(place) must be between \(Text.decimal(least, 0)) and \(Text.decimal(most, 0))"
    }
}
