import AssayCore
import AssaySupport

/// Reads `ruff check --output-format json`.
package enum RuffJSON {
    private struct Item: Decodable {
        struct Place: Decodable {
            var row: Int
            var column: Int
        }
        struct Fix: Decodable { var message: String? }
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
            return Diagnostic(
                rule: "ruff.\(code)",
                // Unused names are untidy; undefined ones are wrong.
                severity: ["F401", "F841", "F541"].contains(code) ? .note : .warning,
                message: item.message, path: OutputParser.relative(item.filename), line: item.location.row,
                column: item.location.column, fixes: [item.fix?.message].compactMap { $0 })
        }
    }
}
