import AssayCore
import AssaySupport

/// Reads the lines of `python_syntax.py`, one for each file that does not compile.
package enum PythonSyntax {
    private struct Problem: Decodable {
        var path: String
        var line: Int?
        var column: Int?
        var message: String
    }

    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { JSON.foreign(Problem.self, String($0)) }.map {
            Diagnostic(
                rule: "syntax", severity: .error, message: $0.message, path: OutputParser.relative($0.path), line: $0.line, column: $0.column)
        }
    }
}

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

    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { JSON.foreign(Item.self, String($0)) }.filter { $0.severity != "note" }.map { item in
            Diagnostic(
                rule: "mypy.\(item.code ?? "error")", severity: .warning, message: item.message, path: OutputParser.relative(item.file),
                line: item.line > 0 ? item.line : nil, column: item.column >= 0 ? item.column + 1 : nil,
                notes: [item.hint].compactMap { $0 })
        }
    }
}

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

    package static func read(_ text: String) -> [Diagnostic] {
        (JSON.foreign(Output.self, text)?.generalDiagnostics ?? []).map { item in
            Diagnostic(
                rule: "pyright.\(item.rule ?? "error")", severity: item.severity == "information" ? .note : .warning,
                message: item.message, path: OutputParser.relative(item.file), line: item.range.map { $0.start.line + 1 },
                column: item.range.map { $0.start.character + 1 })
        }
    }
}
