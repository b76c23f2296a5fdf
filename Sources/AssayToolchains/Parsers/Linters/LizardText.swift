import AssayCore
import AssaySupport

/// Reads `path:line: warning: NAME has N NLOC, N CCN, …` as lizard prints it of functions over its limit.
package enum LizardText {
    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        TerminalText.clean(text, limit: 400_000).lines.compactMap { line in
            guard let match = line.firstMatch(of: /^([^\s:][^:]*):(\d+): warning: (.+) has \d+ NLOC, (\d+) CCN,/) else { return nil }
            return Diagnostic(
                rule: "complexity", severity: .warning,
                message: "\(match.3) has a cyclomatic complexity of \(match.4); split it, 15 is the limit",
                path: OutputParser.relative(String(match.1)), line: Int(match.2))
        }
    }
}
