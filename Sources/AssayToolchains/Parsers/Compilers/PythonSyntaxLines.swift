import AssayCore
import AssaySupport

/// Reads the lines of `python_syntax.py`, one for each file that does not compile.
package enum PythonSyntaxLines {
    private struct Problem: Decodable {
        var path: String
        var line: Int?
        var column: Int?
        var message: String
    }

    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { JSON.foreign(Problem.self, String($0)) }.map {
            Diagnostic(
                rule: "syntax", severity: .error, message: $0.message, path: OutputParser.relative($0.path), line: $0.line, column: $0.column)
        }
    }
}
