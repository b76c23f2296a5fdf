import AssayCore
import AssaySupport

/// Reads what `diagnostics.c` prints of the `.dia` files of swift-frontend and clang, one JSON line each.
package enum SerializedDiagnostics {
    private struct Item: Decodable {
        struct Fix: Decodable {
            var text: String
            var path: String?
            var line: Int?
            var column: Int?
            var endLine: Int?
            var endColumn: Int?
        }
        /// As in clang-c/CXDiagnostic.h: 0 ignored, 1 note, 2 warning, 3 error, 4 fatal.
        var severity: Int
        var message: String
        var option: String
        var category: String
        var path: String?
        var line: Int?
        var column: Int?
        var fixes: [Fix]
        var notes: [Item]

        /// The place in the candidate's tree; for code expanded from a macro, the place where the macro is used.
        var place: (path: String, line: Int?, column: Int?)? {
            if let path, !path.hasPrefix("/tmp/swift-generated-sources/") {
                return (OutputParser.relative(path), line, column)
            }
            return notes.reversed().lazy.compactMap(\.place).first
        }
    }

    /// Returns the findings and the test programs that the build left; what is not of this format is passed over.
    package static func read(_ text: String) -> ParsedOutput {
        var reading = ParsedOutput()
        for line in text.lines {
            if line.hasPrefix("artifact: ") {
                reading.artifacts.append(String(line.dropFirst("artifact: ".count)))
            } else if line.hasPrefix("{"), let item = JSON.foreign(Item.self, String(line)), item.severity >= 2 {
                reading.diagnostics.append(diagnostic(item))
            }
        }
        return reading
    }

    private static func diagnostic(_ item: Item) -> Diagnostic {
        let place = item.place
        let notes = item.notes.map { note in
            let line = note.place.flatMap { place in place.line.map { " (\(place.path):\($0))" } } ?? ""
            return TerminalText.line(note.message, limit: 400) + line
        }
        // An option is a flag, or for Swift a page that explains the group: its last part names it.
        let group = item.option.split(separator: "/").last.map(String.init) ?? item.category
        let tool = place?.path.hasSuffix(".swift") == false ? "clang" : "swiftc"
        return Diagnostic(
            rule: group.isEmpty ? tool : "\(tool).\(group)", severity: item.severity == 2 ? .warning : .error,
            message: TerminalText.clean(item.message, limit: 2000), path: place?.path, line: place?.line, column: place?.column,
            notes: notes, fixes: item.fixes.map(\.text),
            edits: [TextEdit](all: item.fixes) { fix in
                guard let path = fix.path, let line = fix.line, let column = fix.column, let endLine = fix.endLine, let endColumn = fix.endColumn else {
                    return nil
                }
                return TextEdit(path: OutputParser.relative(path), line: line, column: column, endLine: endLine, endColumn: endColumn, text: fix.text)
            },
            related: item.notes.compactMap { note in
                note.place.flatMap { place in
                    place.line.map { RelatedPlace(path: place.path, line: $0, column: place.column, message: TerminalText.line(note.message, limit: 400)) }
                }
            })
    }
}
