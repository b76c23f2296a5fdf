package import AssayCore
import AssaySupport

/// Describes a report to a model: the first findings, in a short and stable form, without hidden checks.
package enum FailureText {
    /// Describes what failed, at most `limit` findings, in the words that fix prompts use.
    package static func describe(_ report: ReviewReport, limit: Int = 4) -> String {
        let findings = report.findings.filter { !$0.hidden && ($0.severity == .error || $0.blocks == true) }.prefix(limit)
        var lines: [String] = []
        for finding in findings {
            let rule = finding.blocks == true ? "\(finding.rule): " : ""
            var line = "- " + rule + TerminalText.line(finding.message, limit: 400)
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

    /// Says what a change that was taken back had changed, so that it is not made again.
    static func undone(from before: FileTree, to after: FileTree) -> String {
        let difference = TextDifference.unified(from: before, to: after, limit: 8000)
        return difference.isEmpty ? "" : "\n\nThis change was taken back; do it another way:\n```diff\n\(difference)```"
    }
}
