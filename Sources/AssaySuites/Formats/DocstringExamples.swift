import AssayCore
import AssaySupport

/// Finds the examples that a docstring gives, in the notations that HumanEval uses.
enum DocstringExamples {
    /// Returns calls of the entry point with the literal each must return.
    static func extract(from prompt: String, entryPoint: String) -> [Example] {
        guard let definition = PythonDefinition(of: entryPoint, in: prompt) else { return [] }
        let lines = prompt[definition.range.upperBound...].allLines.map { String($0).trimmed }
        var examples: [Example] = []
        for (index, line) in lines.enumerated() {
            let prompted = line.hasPrefix(">>>")
            let body = prompted ? String(line.dropFirst(3)).trimmed : line
            guard let call = leadingCall(body, entryPoint) else { continue }
            var rest = String(body.dropFirst(call.count)).trimmed
            if rest.isEmpty && prompted && index + 1 < lines.count {
                rest = lines[index + 1]
            } else {
                guard let arrow = ["==", "➞", "=>", "->", "="].first(where: rest.hasPrefix) else {
                    continue
                }
                rest = String(rest.dropFirst(arrow.count)).trimmed
            }
            if let value = literal(rest) { examples.append(Example(call: call, expected: value)) }
        }
        return examples
    }

    /// Returns the call at the start of a line, up to its matching parenthesis.
    private static func leadingCall(_ text: String, _ name: String) -> String? {
        guard text.hasPrefix(name + "(") else { return nil }
        guard let end = closing(Array(text.dropFirst(name.count))) else { return nil }
        return String(text.prefix(name.count + end + 1))
    }

    /// Returns the literal at the start of a text, or nil when it is prose.
    static func literal(_ text: String) -> String? {
        let characters = Array(text)
        guard let first = characters.first else { return nil }
        if "([{".contains(first) {
            guard let end = closing(characters) else { return nil }
            return balanced(String(characters[...end]))
        }
        if first == "'" || first == "\"" {
            guard let end = characters.dropFirst().firstIndex(of: first) else { return nil }
            return String(characters[...end])
        }
        let word = String(text.prefix { !$0.isWhitespace && $0 != "," && $0 != ";" })
        let bare = word.hasSuffix(".") ? String(word.dropLast()) : word
        if ["True", "False", "None"].contains(bare) || Double(bare) != nil { return bare }
        return nil
    }

    /// Refuses literals with prose or an ellipsis inside.
    private static func balanced(_ text: String) -> String? {
        text.contains("...") ? nil : text
    }

    /// The index of the bracket that closes the first character, quotes respected.
    private static func closing(_ characters: [Character]) -> Int? {
        var depth = 0
        var quote: Character?
        var escaped = false
        for (index, character) in characters.enumerated() {
            if let open = quote {
                if escaped {
                    escaped = false
                } else if character == "\\" {
                    escaped = true
                } else if character == open {
                    quote = nil
                }
                continue
            }
            if character == "'" || character == "\"" { quote = character }
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}
