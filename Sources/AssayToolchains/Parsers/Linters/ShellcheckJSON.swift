import AssayCore
import AssaySupport

/// Reads `shellcheck -f json1`.
package enum ShellcheckJSON {
    private struct Output: Decodable { var comments: [Item] }
    private struct Item: Decodable {
        struct Replacement: Decodable { var replacement: String }
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
            Diagnostic(
                rule: "shellcheck.SC\(item.code)",
                severity: item.level == "error" ? .error : item.level == "warning" ? .warning : .note,
                message: item.message, path: OutputParser.relative(item.file), line: item.line, column: item.column,
                fixes: (item.fix?.replacements ?? []).map(\.replacement))
        }
    }
}
