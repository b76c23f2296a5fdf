package import AssayCore
import AssaySupport

/// A review report for a terminal: verdict first, then what to do, then what was checked.
package enum TerminalReport {
    /// Renders with ANSI colours when asked.
    ///
    /// Of static findings, only few are shown one by one, and of a change only those that it made; `showsAll` shows each.
    package static func render(_ report: ReviewReport, color: Bool, limit: Int = 20, showsAll: Bool = false) -> String {
        let paint = Paint(enabled: color)
        var lines: [String] = []
        let mark = report.verdict.isSolved ? paint.green("✓") : paint.red("✗")
        lines.append(
            "\(mark) \(paint.bold(TerminalText.line(report.task))): \(report.verdict.rawValue)  (\(report.tier.words); \(report.sandbox.isolationWords), \(Text.decimal(report.duration)) s\(report.cached == true ? ", cached" : ""))"
        )
        lines += (report.project ?? []).map { "  \(TerminalText.line($0, limit: 500))" }
        let style = report.findings.filter { $0.kind == .staticCheck && $0.severity <= .warning && $0.state == nil }
        let made = style.filter { $0.preexisting != true }
        let summary = showsAll ? nil : summary(of: made, before: style.count - made.count)
        let groups = report.folded.filter { group in
            summary == nil || !style.contains(group.finding) || (made.count <= fewFindings && group.finding.preexisting != true)
        }
        for group in showsAll ? groups[...] : groups.prefix(limit) {
            lines += describe(group.finding, more: group.more, paint)
        }
        if !showsAll && groups.count > limit { lines.append("  … \(groups.count - limit) more findings; --all shows them") }
        if let summary { lines.append("  \(summary)") }
        if let resolved = report.resolved {
            let states = Dictionary(grouping: report.findings.compactMap(\.state), by: \.self).mapValues(\.count)
            let words = [FindingState.new, .regressed, .persisting].map { "\(states[$0] ?? 0) \($0.rawValue)" }
            lines.append("  since the earlier report: \(words.joined(separator: ", ")), \(resolved.count) resolved")
        }
        lines.append("")
        lines.append(checkLine(report))
        let usage = report.sandbox
        let memory = usage.peakMemoryBytes.map { ", \(Int($0) >> 20) MiB peak" } ?? ""
        lines.append(
            "  \(usage.runs) sandboxed runs, \(Text.decimal(usage.cpuSeconds)) s CPU\(memory)"
                + (usage.limitsHit.isEmpty ? "" : "; limits hit: \(usage.limitsHit.map(\.rawValue).joined(separator: ", "))")
        )
        return lines.joined(separator: "\n") + "\n"
    }

    /// The most static findings that are shown one by one.
    private static let fewFindings = 3

    /// The line that stands for static findings; nil where there is none to stand for.
    private static func summary(of made: [Finding], before: Int) -> String? {
        var parts: [String] = []
        if made.count > fewFindings {
            let rules = Dictionary(grouping: made, by: \.rule).mapValues(\.count).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let words = rules.prefix(3).map { "\($0.value) \(TerminalText.line($0.key))" } + (rules.count > 3 ? ["…"] : [])
            let files = Set(made.compactMap(\.path)).count
            let notes = made.count { $0.severity == .note }
            let counts = [(made.count - notes, "warning"), (notes, "note")].filter { $0.0 > 0 }.map { counted($0, $1) }
            parts.append("\(counts.joined(separator: " and ")) in \(files) \(files == 1 ? "file" : "files") (\(words.joined(separator: ", ")))")
        }
        if before > 0 { parts.append("\(counted(before, "finding")) that the change did not make") }
        return parts.isEmpty ? nil : parts.joined(separator: " and ") + "; --all shows them"
    }

    private static func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

    private static func describe(_ finding: Finding, more: Int, _ paint: Paint) -> [String] {
        let place = [finding.path, finding.line.map(String.init)].compactMap { $0 }
            .joined(separator: ":")
        let severity =
            switch finding.severity {
            case .error: paint.red("error")
            case .warning: paint.yellow("warning")
            case .note: "note"
            }
        let head = place.isEmpty ? "" : TerminalText.line(place) + ": "
        var lines = [
            "  \(severity)\(finding.state.map { " \($0.rawValue)" } ?? "") \(head)\(TerminalText.line(finding.message, limit: 500)) \(paint.dim("[\(finding.kind.rawValue)/\(TerminalText.line(finding.rule))]"))"
                + (more > 0 ? paint.dim(" and \(more) more like it") : "")
                + (finding.preexisting == true ? paint.dim(" (was there before)") : "")
                + (finding.blocks == true ? paint.red(" (blocks)") : "")
        ]
        if let excerpt = finding.excerpt {
            lines.append("      \(paint.dim("│")) \(TerminalText.line(excerpt))")
        }
        if let actual = finding.actual {
            let expected = finding.expected.map { "expected \(TerminalText.line($0)), " } ?? ""
            lines.append("      \(paint.dim("│")) \(expected)got \(TerminalText.line(actual))")
        }
        for note in finding.notes ?? [] { lines.append("      \(paint.dim("│")) note: \(TerminalText.line(note, limit: 200))") }
        for fix in finding.fixes ?? [] { lines.append("      \(paint.dim("│")) proposed: \(TerminalText.line(fix, limit: 200))") }
        return lines
    }

    private static func checkLine(_ report: ReviewReport) -> String {
        var groups: [String] = []
        for kind in [CheckKind.build, .oracle, .test, .staticCheck] {
            let checks = report.checks.filter { $0.kind == kind && $0.status != .notRun }
            guard !checks.isEmpty else { continue }
            let passed = checks.count { $0.status == .passed }
            let excused = [(CheckStatus.skipped, "skipped"), (.expectedFailure, "failed as expected")].compactMap { status, word in
                let count = checks.count { $0.status == status }
                return count > 0 ? "\(count) \(word)" : nil
            }
            groups.append("\(kind.rawValue) \(passed)/\(checks.count)" + (excused.isEmpty ? "" : " (\(excused.joined(separator: ", ")))"))
        }
        return "  checks: " + (groups.isEmpty ? "none ran" : groups.joined(separator: " · "))
    }
}

/// ANSI colours (ECMA-48 SGR), or nothing.
package struct Paint: Sendable {
    /// Whether escape sequences are written.
    package let enabled: Bool
    /// Makes a style with or without escape sequences.
    package init(enabled: Bool) { self.enabled = enabled }
    private func wrap(_ code: String, _ text: String) -> String {
        enabled ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
    /// Returns the text in bold.
    package func bold(_ text: String) -> String { wrap("1", text) }
    /// Returns the text in a weaker colour.
    package func dim(_ text: String) -> String { wrap("2", text) }
    /// Returns the text in red.
    package func red(_ text: String) -> String { wrap("31", text) }
    /// Returns the text in green.
    package func green(_ text: String) -> String { wrap("32", text) }
    /// Returns the text in yellow.
    package func yellow(_ text: String) -> String { wrap("33", text) }
}
