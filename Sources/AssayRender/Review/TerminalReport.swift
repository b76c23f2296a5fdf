package import AssayCore
import AssaySupport

/// A review report for a terminal: verdict first, then what to do, then what was checked.
package enum TerminalReport {
    /// Renders with ANSI colours when asked, and for a terminal of some columns with lines wrapped.
    ///
    /// Of static findings, only few are shown one by one, and of a change only those that it made; `showsAll` shows each, and folds nothing.
    package static func render(_ report: ReviewReport, color: Bool = false, width: Int? = nil, limit: Int = 20, showsAll: Bool = false) -> String {
        let paint = Paint(enabled: color)
        let told = TerminalFinding(paint: paint, width: width, isFull: showsAll)
        func wrapped(_ line: String) -> [String] { Text.wrapped(line, width: width, hanging: "    ") }
        var lines = wrapped(verdictLine(report, paint))
        lines += (report.project ?? []).flatMap { wrapped("  \(TerminalText.line($0, limit: 500))") }
        let style = report.findings.filter { $0.kind == .staticCheck && $0.severity <= .warning && $0.state == nil }
        let made = style.filter { $0.preexisting != true }
        let summary = showsAll ? nil : summary(of: made, before: style.count - made.count)
        let groups = report.folded.filter { group in
            summary == nil || !style.contains(group.finding) || (made.count <= fewFindings && group.finding.preexisting != true)
        }
        for group in showsAll ? groups[...] : groups.prefix(limit) {
            lines += told.lines(of: group.finding, more: group.more)
        }
        if !showsAll && groups.count > limit { lines += wrapped("  … \(groups.count - limit) more findings; --all shows them") }
        if let summary { lines += wrapped("  \(summary)") }
        if let resolved = report.resolved {
            let states = Dictionary(grouping: report.findings.compactMap(\.state), by: \.self).mapValues(\.count)
            let words = [FindingState.new, .regressed, .persisting].map { "\(states[$0] ?? 0) \($0.rawValue)" }
            lines += wrapped("  since the earlier report: \(words.joined(separator: ", ")), \(resolved.count) resolved")
        }
        lines.append("")
        lines += wrapped(checkLine(report))
        let usage = report.sandbox
        let memory = usage.peakMemoryBytes.map { ", \(Int($0) >> 20) MiB peak" } ?? ""
        lines += wrapped(
            "  \(usage.runs) sandboxed \(usage.runs == 1 ? "run" : "runs"), \(Text.decimal(usage.cpuSeconds)) s CPU\(memory)"
                + (usage.limitsHit.isEmpty ? "" : "; limits hit: \(usage.limitsHit.map(\.rawValue).joined(separator: ", "))")
        )
        return lines.joined(separator: "\n") + "\n"
    }

    /// The verdict, how far it can be trusted, and how long it took.
    private static func verdictLine(_ report: ReviewReport, _ paint: Paint) -> String {
        let (mark, verdict) =
            report.verdict.isSolved ? (paint.green("✓"), paint.green(report.verdict.rawValue)) : (paint.red("✗"), paint.red(report.verdict.rawValue))
        let cached = report.cached == true ? ", cached" : ""
        let isolation = report.sandbox.isolationLevel?.words ?? "isolation level none: nothing ran"
        return "\(mark) \(paint.bold(TerminalText.line(report.task))): \(verdict)  "
            + "(\(report.tier.words); \(isolation); \(Text.decimal(report.duration)) s\(cached))"
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

    private static func checkLine(_ report: ReviewReport) -> String {
        if report.checks == [.nothingAffected] { return "  checks: nothing was tested, as no member is affected" }
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
