package import AssayCore
import AssaySupport

/// Describes a report to a model: the first findings, in a short and stable form, without hidden checks.
package enum FailureText {
    /// Describes what failed in whole: each failure with its place, its trace and the code of its test, as far as the budget of
    /// characters reaches.
    package static func whole(_ report: ReviewReport, tests: TestCode? = nil, characters: Int = 12_000) -> String {
        var text = ""
        var left = 0
        var shown: Set<String> = []
        for finding in failures(of: report) {
            var part = whole(finding)
            let code = tests?.code(of: finding)
            if let tests, let code, !shown.contains(code) { part += "The test:\n```\(tests.language.rawValue)\n\(code)\n```\n\n" }
            if !text.isEmpty, text.utf8.count + part.utf8.count > characters {
                left += 1
                continue
            }
            text += part
            if let code { shown.insert(code) }
        }
        return (text + (left > 0 ? "(\(left) more like these)\n" : "")).trimmed
    }

    private static func whole(_ finding: Finding) -> String {
        let place = finding.path.map { "\(TerminalText.line($0))\(finding.line.map { ":\($0)" } ?? "")" }
        let head = finding.test.map { "`\(TerminalText.line($0))` fails" } ?? "\(finding.kind.rawValue): \(TerminalText.line(finding.rule))"
        var text = "### \(head)\(place.map { " (\($0))" } ?? "")\n"
        if let excerpt = finding.excerpt { text += "at `\(TerminalText.line(excerpt))`\n" }
        if let actual = finding.actual, let expected = finding.expected {
            text += "expected `\(TerminalText.line(expected, limit: 1000))`, got `\(TerminalText.line(actual, limit: 1000))`\n"
        }
        let message = stable(TerminalText.clean(finding.message, limit: 4000).trimmed)
        text += message.isOneLine ? message + "\n" : "```\n\(message)\n```\n"
        for note in finding.notes ?? [] { text += "- \(TerminalText.line(note, limit: 500))\n" }
        return text + "\n"
    }

    /// A message without the places of objects in memory (`<Cart object at 0x7f1a9143b590>`), which differ from run to run: the same failure
    /// is the same question, and a recording answers it.
    private static func stable(_ message: String) -> String { message.replacing(#/ at 0x[0-9a-fA-F]{6,16}\b/#, with: " at 0x…") }

    /// What keeps a change from being done: errors that a model may see, and findings that block.
    private static func failures(of report: ReviewReport) -> [Finding] {
        report.findings.filter { !$0.hidden && ($0.severity == .error || $0.blocks == true) }
    }

    /// Describes what failed, at most `limit` findings, in the words that fix prompts use.
    package static func describe(_ report: ReviewReport, limit: Int = 4) -> String {
        let findings = failures(of: report).prefix(limit)
        var lines: [String] = []
        for finding in findings {
            let rule = finding.blocks == true ? "\(finding.rule): " : ""
            var line = "- " + rule + stable(TerminalText.line(finding.message, limit: 400))
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

    /// Says in a few lines how the checks ended, and what linters say of new lines.
    static func summary(_ report: ReviewReport) -> String {
        let tests = report.checks.filter { $0.kind == .test || $0.kind == .oracle }
        var lines = ["- \(tests.count { $0.status == .passed }) of \(tests.count) visible checks pass"]
        let failing = describe(report, limit: 10)
        if !failing.isEmpty { lines.append(failing) }
        let notes = report.findings.filter { $0.kind == .staticCheck && $0.preexisting != true && $0.blocks != true && $0.severity != .error }
        for finding in notes.prefix(10) {
            let place = finding.path.map { " (\(TerminalText.line($0))\(finding.line.map { ":\($0)" } ?? ""))" } ?? ""
            lines.append("- \(finding.rule): \(TerminalText.line(finding.message, limit: 200))\(place)")
        }
        return lines.joined(separator: "\n")
    }
}
