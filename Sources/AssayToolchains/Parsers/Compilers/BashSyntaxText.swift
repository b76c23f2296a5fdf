import AssayCore
import AssaySupport

/// Reads what `bash -n` prints: `x.sh: line 3: syntax error …`.
package enum BashSyntaxText {
    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        text.lines.compactMap { line in
            guard let match = line.wholeMatch(of: /([^:]+): line (\d+): (.*)/), !match.3.hasPrefix("`") else { return nil }
            return Diagnostic(
                rule: "bash", severity: .error, message: String(match.3), path: OutputParser.relative(String(match.1)),
                line: Int(match.2))
        }
    }
}
