import AssayCore
import AssaySupport

/// Finds the examples that a docstring gives, in the notations that HumanEval uses.
enum DocstringExamples {
    /// Returns calls of the entry point with the literal each must return.
    static func extract(from prompt: String, entryPoint: String) -> [Example] {
        guard let definition = PythonDefinition(of: entryPoint, in: prompt) else { return [] }
        let lines = prompt[definition.range.upperBound...].allLines.map { String($0).trimmed }
        return lines.indices.compactMap { index in
            let line = lines[index]
            guard line.hasPrefix(">>>") else { return told(line.replacing(/^([*-]|for)\s+/, with: ""), entryPoint) }
            return prompted(String(line.dropFirst(3)).trimmed, index + 1 < lines.count ? lines[index + 1] : "", entryPoint)
        }
    }

    /// The words and signs that stand between a call and its value; none begins with one that comes after it.
    private static let arrows = ["==>", "-->", "==", "➞", "=>", "->", "=", "should return", "returns"]

    /// An example that a line tells: a call, an arrow and a value.
    private static func told(_ line: String, _ name: String) -> Example? {
        guard let call = leadingCall(line, name) else { return nil }
        let rest = String(line.dropFirst(call.count)).trimmed
        guard let arrow = arrows.first(where: rest.hasPrefix) else { return nil }
        return literal(String(rest.dropFirst(arrow.count)).trimmed).map { Example(call: call, expected: $0) }
    }

    /// An example as Python's prompt shows it: an expression that begins with the call or has it as an argument, and its value below.
    private static func prompted(_ line: String, _ below: String, _ name: String) -> Example? {
        let outer = String(line.prefix { $0.isLetter || $0 == "_" })
        guard let call = leadingCall(line, name) ?? leadingCall(line, outer), call.contains(name + "(") else { return nil }
        let rest = String(line.dropFirst(call.count)).trimmed
        guard rest.isEmpty || rest.hasPrefix("#") else { return told(line, name) }
        return literal(below).map { Example(call: call, expected: $0) }
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
        if ["true", "false"].contains(bare) { return bare == "true" ? "True" : "False" }
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
