import AssayCore
import AssaySupport

/// Reads `ruff check --output-format json`.
package enum RuffJSON {
    private struct Item: Decodable {
        struct Place: Decodable {
            var row: Int
            var column: Int
        }
        struct Edit: Decodable {
            var content: String
            var location: Place
            var end_location: Place
        }
        struct Fix: Decodable {
            var message: String?
            /// "safe" where it keeps the meaning of the code.
            var applicability: String?
            var edits: [Edit]?

            /// What `ruff check --fix` would do; nil for what it only displays.
            var words: String? { applicability == "display" ? nil : message }
        }
        var code: String?
        var filename: String
        var location: Place
        var message: String
        var fix: Fix?
    }

    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        (JSON.foreign([Item].self, text) ?? []).map { item in
            let code = item.code ?? "syntax"
            let path = OutputParser.relative(item.filename)
            return Diagnostic(
                rule: "ruff.\(code)",
                // Unused names are untidy; undefined ones are wrong.
                severity: ["F401", "F841", "F541"].contains(code) ? .note : .warning,
                message: item.message, path: path, line: item.location.row,
                column: item.location.column, fixes: [item.fix?.words].compactMap { $0 },
                edits: item.fix?.applicability != "safe"
                    ? []
                    : (item.fix?.edits ?? []).map { edit in
                        TextEdit(
                            path: path, line: edit.location.row, column: edit.location.column, endLine: edit.end_location.row,
                            endColumn: edit.end_location.column, text: edit.content)
                    })
        }
    }
}
