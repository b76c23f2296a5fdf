import AssayCore
import AssaySupport

/// Reads `mypy --output json`, one object a line.
package enum MypyJSON {
    private struct Item: Decodable {
        var file: String
        var line: Int
        var column: Int
        var message: String
        var hint: String?
        var code: String?
        var severity: String
    }

    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { JSON.foreign(Item.self, String($0)) }.filter { $0.severity != "note" }.map { item in
            Diagnostic(
                rule: "mypy.\(item.code ?? "error")", severity: .warning, message: item.message, path: OutputParser.relative(item.file),
                line: item.line > 0 ? item.line : nil, column: item.column >= 0 ? item.column + 1 : nil,
                notes: [item.hint].compactMap { $0 })
        }
    }
}
