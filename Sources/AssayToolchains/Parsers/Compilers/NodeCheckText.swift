import AssayCore

/// Reads what `node --check` prints: the place, the line, a marker, then `SyntaxError: …`.
package enum NodeCheckText {
    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        guard let error = text.firstMatch(of: /(?m)^(\w*Error): (.*)$/) else { return [] }
        let place = text.firstMatch(of: /(?m)^(?:file:\/\/)?(\/w\/[^:\n]+):(\d+)$/)
        return [
            Diagnostic(
                rule: "node.\(error.1)", severity: .error, message: String(error.2),
                path: place.map { OutputParser.relative(String($0.1)) }, line: place.flatMap { Int($0.2) })
        ]
    }
}
