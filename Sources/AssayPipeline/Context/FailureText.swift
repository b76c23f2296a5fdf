package import AssayCore
import AssaySupport

/// Describes a report to a model: the first findings, in a short and stable form, without hidden checks.
package enum FailureText {
    /// Describes what failed, at most `limit` findings, in the words that fix prompts use.
    package static func describe(_ report: ReviewReport, limit: Int = 4) -> String {
        let findings = report.findings.filter { !$0.hidden && $0.severity == .error }.prefix(limit)
        var lines: [String] = []
        for finding in findings {
            var line = "- " + TerminalText.line(finding.message, limit: 400)
            if let path = finding.path {
                line += " (\(TerminalText.line(path))\(finding.line.map { ":\($0)" } ?? ""))"
            }
            lines.append(line)
            if let excerpt = finding.excerpt { lines.append("  code: `\(TerminalText.line(excerpt))`") }
            if let actual = finding.actual, let expected = finding.expected {
                lines.append("  expected `\(TerminalText.line(expected))`, got `\(TerminalText.line(actual))`")
            }
        }
        return lines.joined(separator: "\n")
    }
}
