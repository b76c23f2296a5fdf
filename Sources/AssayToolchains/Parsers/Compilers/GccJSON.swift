import AssayCore
import AssaySupport

/// Reads `-fdiagnostics-format=json` of GCC 9 to 14: one array a compiled file, amid the linker's plain text.
package enum GccJSON {
    private struct Item: Decodable {
        struct Place: Decodable {
            var file: String
            var line: Int
            var column: Int?
        }
        struct Location: Decodable { var caret: Place }
        struct Fix: Decodable {
            var string: String?
            var start: Place?
            /// The place behind what is replaced.
            var next: Place?
        }
        var kind: String
        var message: String
        var option: String?
        var locations: [Location]?
        var children: [Item]?
        var fixits: [Fix]?
    }

    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for line in text.lines {
            if line.hasPrefix("[") {
                for item in JSON.foreign([Item].self, String(line)) ?? [] { found.append(diagnostic(item)) }
            } else if let match = line.wholeMatch(of: /(?:.*: )?(undefined reference to .*|multiple definition of .*)/) {
                found.append(Diagnostic(rule: "ld", severity: .error, message: String(match.1)))
            }
        }
        return found
    }

    private static func diagnostic(_ item: Item) -> Diagnostic {
        let place = item.locations?.first?.caret
        return Diagnostic(
            rule: "gcc" + (item.option.map { ".\($0)" } ?? ""),
            severity: item.kind.contains("error") ? .error : item.kind == "note" ? .note : .warning,
            message: item.message, path: place.map { OutputParser.relative($0.file) }, line: place?.line,
            column: place?.column, notes: (item.children ?? []).map(\.message),
            fixes: (item.fixits ?? []).compactMap(\.string),
            edits: [TextEdit](all: item.fixits ?? []) { fix in
                guard let text = fix.string, let start = fix.start, let end = fix.next, let column = start.column, let endColumn = end.column else {
                    return nil
                }
                return TextEdit(path: OutputParser.relative(start.file), line: start.line, column: column, endLine: end.line, endColumn: endColumn, text: text)
            },
            related: (item.children ?? []).compactMap { child in
                child.locations?.first.map {
                    RelatedPlace(path: OutputParser.relative($0.caret.file), line: $0.caret.line, column: $0.caret.column, message: child.message)
                }
            })
    }
}
