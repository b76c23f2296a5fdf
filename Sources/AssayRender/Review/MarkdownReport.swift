import AssayCore
import AssaySupport

/// A review report as Markdown: the verdict, what to do, what was checked, how to repeat it.
enum MarkdownReport {
    static func render(_ report: ReviewReport) -> String {
        var text = "# \(report.verdict.isSolved ? "✓" : "✗") \(line(report.task)): \(report.verdict.rawValue)\n\n"
        text +=
            "Assurance \(report.tier.words); \(report.sandbox.isolationWords), \(Text.decimal(report.duration)) s, \(report.sandbox.runs) sandboxed runs.\n"
        for note in report.project ?? [] { text += "\n\(line(note))\n" }
        if !report.findings.isEmpty { text += "\n## Findings\n\n" }
        for (finding, more) in report.folded { text += describe(finding, more) }
        if let resolved = report.resolved, !resolved.isEmpty {
            text += "\n## Resolved\n\n" + resolved.map { "- \(line($0.message))\n" }.joined()
        }
        text += "\n## Checks\n\n| check | kind | status | seconds |\n| --- | --- | --- | --- |\n"
        for check in report.checks {
            text += "| \(cell(check.id)) | \(check.kind.rawValue) | \(check.status.rawValue) | \(check.seconds.map { Text.decimal($0, 3) } ?? "") |\n"
        }
        if let command = report.reproduce { text += "\nRepeat with:\n\n```sh\n\(command)\n```\n" }
        return text
    }

    private static func describe(_ finding: Finding, _ more: Int) -> String {
        let place = [finding.path, finding.line.map(String.init)].compactMap { $0 }.joined(separator: ":")
        var text = "- **\(finding.severity.rawValue)**\(finding.state.map { " (\($0.rawValue))" } ?? "") "
        if !place.isEmpty { text += code(place) + " " }
        text += "\(line(finding.message))" + (more > 0 ? " *and \(more) more like it*" : "") + " — \(code("\(finding.kind.rawValue)/\(finding.rule)"))\n"
        if let excerpt = finding.excerpt { text += "  - \(code(excerpt))\n" }
        if let actual = finding.actual {
            text += "  - expected \(code(finding.expected ?? "?")), got \(code(actual))\n"
        }
        for note in finding.notes ?? [] { text += "  - note: \(line(note))\n" }
        for fix in finding.fixes ?? [] { text += "  - proposed: \(code(fix))\n" }
        return text
    }

    /// Text of others, on one line, in which nothing is markup.
    private static func line(_ text: String) -> String {
        var result = ""
        for character in TerminalText.line(text, limit: 500) {
            if "\\`*_{}[]<>#|!".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    private static func cell(_ text: String) -> String { line(text) }

    /// A code span that no backtick inside can end (CommonMark 6.1).
    private static func code(_ text: String) -> String {
        let plain = TerminalText.line(text, limit: 300)
        var run = 0
        var longest = 0
        for character in plain {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return longest == 0 ? fence + plain + fence : "\(fence) \(plain) \(fence)"
    }
}
