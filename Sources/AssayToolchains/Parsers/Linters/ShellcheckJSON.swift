import AssayCore
import AssaySupport

/// Reads `shellcheck -f json1`.
package enum ShellcheckJSON {
    private struct Output: Decodable { var comments: [Item] }
    private struct Item: Decodable {
        struct Replacement: Decodable {
            var replacement: String
            var line: Int?
            var column: Int?
            var endLine: Int?
            var endColumn: Int?
        }
        struct Fix: Decodable { var replacements: [Replacement] }
        var file: String
        var line: Int
        var column: Int
        var level: String
        var code: Int
        var message: String
        var fix: Fix?
    }

    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        (JSON.foreign(Output.self, text)?.comments ?? []).map { item in
            let path = OutputParser.relative(item.file)
            return Diagnostic(
                rule: "shellcheck.SC\(item.code)",
                severity: item.level == "error" ? .error : item.level == "warning" ? .warning : .note,
                message: item.message, path: path, line: item.line, column: item.column,
                fixes: (item.fix?.replacements ?? []).map(\.replacement),
                edits: [TextEdit](all: item.fix?.replacements ?? []) { edit in
                    guard let line = edit.line, let column = edit.column, let endLine = edit.endLine, let endColumn = edit.endColumn else { return nil }
                    return TextEdit(path: path, line: line, column: column, endLine: endLine, endColumn: endColumn, text: edit.replacement)
                })
        }
    }
}
