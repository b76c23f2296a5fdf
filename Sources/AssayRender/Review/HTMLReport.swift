import AssayCore
import AssaySupport

/// A review report as one page that needs nothing from elsewhere.
enum HTMLReport {
    private struct Page {
        struct Item {
            var severity: String
            var state: String
            var place: String
            var message: String
            var rule: String
            var more: String
            var details: [String]
        }
        var title: String
        var solved: String
        var verdict: String
        var facts: String
        var findings: [Item]
        var resolved: [String]
        var checks: HTMLTable
        var command: [String]
    }

    static func render(_ report: ReviewReport) throws(HarnessError) -> String {
        let rows = report.checks.map { check in
            [check.id, check.kind.rawValue, check.status.rawValue, check.seconds.map { Text.decimal($0, 3) } ?? ""]
        }
        return try HTMLTemplates.render(
            "report",
            Page(
                title: TerminalText.line(report.task), solved: report.verdict.isSolved ? "passed" : "failed",
                verdict: report.verdict.rawValue,
                facts:
                    "assurance \(report.tier.words); \(report.sandbox.isolationWords), \(Text.decimal(report.duration)) s, \(report.sandbox.runs) sandboxed runs, \(Text.decimal(report.sandbox.cpuSeconds)) s CPU"
                    + (report.project ?? []).map { "; " + TerminalText.line($0, limit: 500) }.joined(),
                findings: report.folded.map(item), resolved: (report.resolved ?? []).map { TerminalText.line($0.message, limit: 300) },
                checks: HTMLTable([["check", "kind", "status", "seconds"]] + rows), command: report.reproduce.map { [$0] } ?? []))
    }

    private static func item(_ finding: Finding, _ more: Int) -> Page.Item {
        var details = finding.excerpt.map { [$0] } ?? []
        if let actual = finding.actual { details.append("expected \(finding.expected ?? "?"), got \(actual)") }
        details += (finding.notes ?? []).map { "note: \($0)" } + (finding.fixes ?? []).map { "proposed: \($0)" }
        return Page.Item(
            severity: finding.severity.rawValue, state: finding.state?.rawValue ?? "",
            place: TerminalText.line([finding.path, finding.line.map(String.init)].compactMap { $0 }.joined(separator: ":")),
            message: TerminalText.clean(finding.message), rule: TerminalText.line("\(finding.kind.rawValue)/\(finding.rule)"),
            more: more > 0 ? "and \(more) more like it" : "", details: details.map { TerminalText.clean($0) })
    }
}
