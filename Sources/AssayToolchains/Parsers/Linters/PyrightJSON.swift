import AssayCore
import AssaySupport

/// Reads `pyright --outputjson`, whose places count from nought.
package enum PyrightJSON {
    private struct Output: Decodable { var generalDiagnostics: [Item] }
    private struct Item: Decodable {
        struct Range: Decodable { var start: Position }
        struct Position: Decodable {
            var line: Int
            var character: Int
        }
        var file: String
        var severity: String
        var message: String
        var rule: String?
        var range: Range?
    }

    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        (JSON.foreign(Output.self, text)?.generalDiagnostics ?? []).map { item in
            Diagnostic(
                rule: "pyright.\(item.rule ?? "error")", severity: item.severity == "information" ? .note : .warning,
                message: item.message, path: OutputParser.relative(item.file), line: item.range.map { $0.start.line + 1 },
                column: item.range.map { $0.start.character + 1 })
        }
    }
}
