import AssayCore
import AssaySupport

/// Reads `javac -XDrawDiagnostics`: `F.java:3:9: compiler.err.KEY: arguments`, the same in every locale.
package enum JavacText {
    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { line in
            guard let match = line.wholeMatch(of: /([^:]+\.java):(\d+):(\d+): compiler\.(err|warn)\.([\w.]+)(?:: (.*))?/)
            else { return nil }
            let arguments = match.6.map { ": \($0)" } ?? ""
            return Diagnostic(
                rule: "javac.\(match.5)", severity: match.4 == "err" ? .error : .warning,
                message: match.5.replacing(".", with: " ") + arguments, path: OutputParser.relative(String(match.1)),
                line: Int(match.2), column: Int(match.3))
        }
    }
}
