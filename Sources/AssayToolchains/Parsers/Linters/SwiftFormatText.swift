import AssayCore
import AssaySupport

/// Reads `path:line:column: severity: [Rule] message` as swift-format prints it.
package enum SwiftFormatText {
    /// Returns the findings; what is not of this format is passed over.
    package static func read(_ text: String) -> [Diagnostic] {
        TerminalText.clean(text, limit: 400_000).lines.compactMap { line in
            guard let match = line.wholeMatch(of: /([^\s:][^:]*):(\d+):(\d+): (error|warning): (?:\[(\w+)\] )?(.*)/) else { return nil }
            return Diagnostic(
                rule: "swift-format" + (match.5.map { ".\($0)" } ?? ""), severity: match.4 == "error" ? .error : .warning,
                message: String(match.6), path: OutputParser.relative(String(match.1)), line: Int(match.2), column: Int(match.3))
        }
    }
}
