import AssayCore
import AssaySupport

/// Reads `javac -XDrawDiagnostics`: `F.java:3:9: compiler.err.KEY: arguments`, the same in every locale, and Maven's
/// `[ERROR] F.java:[3,9] message`.
package enum JavacText {
    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { line in
            if let match = line.wholeMatch(of: /\[(ERROR|WARNING)\] ([^:]+\.java):\[(\d+),(\d+)\] (?:error: )?(.*)/) {
                return Diagnostic(
                    rule: "javac", severity: match.1 == "ERROR" ? .error : .warning, message: String(match.5), path: OutputParser.relative(String(match.2)),
                    line: Int(match.3), column: Int(match.4))
            }
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
