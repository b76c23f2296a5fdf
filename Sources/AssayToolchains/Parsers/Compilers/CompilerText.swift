import AssayCore
import AssaySupport

/// Reads `path:line: warning: NAME has N NLOC, N CCN, …` as lizard prints it of functions over its limit.
package enum LizardText {
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

/// Reads `path:line:column: severity: [Rule] message` as swift-format prints it.
package enum CompilerText {
    package static func read(_ text: String) -> [Diagnostic] {
        TerminalText.clean(text, limit: 400_000).lines.compactMap { line in
            guard let match = line.wholeMatch(of: /([^\s:][^:]*):(\d+):(\d+): (error|warning): (?:\[(\w+)\] )?(.*)/) else { return nil }
            return Diagnostic(
                rule: "swift-format" + (match.5.map { ".\($0)" } ?? ""), severity: match.4 == "error" ? .error : .warning,
                message: String(match.6), path: OutputParser.relative(String(match.1)), line: Int(match.2), column: Int(match.3))
        }
    }
}
