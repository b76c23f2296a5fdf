import AssaySupport

/// Reads what a Python docstring says.
enum PythonDocstring {
    /// The text of a docstring in source form, without its quotes and the indentation of its lines (PEP 257).
    static func text(_ source: String) -> String {
        var text = source.trimmed[...]
        text = text.drop { "rRuU".contains($0) }
        let quote = ["\"\"\"", "'''", "\"", "'"].first { text.hasPrefix($0) && text.hasSuffix($0) && text.count >= 2 * $0.count }
        text = text.dropFirst(quote?.count ?? 0).dropLast(quote?.count ?? 0)
        let lines = String(text).allLines
        let indentation = lines.dropFirst().filter { !isBlank($0) }.map(\.indentation.count).min() ?? 0
        let dedented = lines.enumerated().map { number, line in
            String(line.dropFirst(number == 0 ? line.indentation.count : min(indentation, line.indentation.count))).trimmedEnd
        }
        let first = dedented.firstIndex { !$0.isEmpty } ?? dedented.endIndex
        let last = dedented.lastIndex { !$0.isEmpty } ?? dedented.startIndex
        return first > last ? "" : dedented[first...last].joined(separator: "\n")
    }

    private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
}
