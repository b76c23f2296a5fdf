package import AssayCore
import AssaySupport

/// Why an answer is not taken for a solution, in one block for a terminal.
package enum TerminalBlockers {
    /// How many are told one by one.
    private static let most = 12

    /// Renders the checks and findings that stand against an answer; nil where it is a solution.
    ///
    /// `confirmed` are the notes on claims of a reviewer that were confirmed and are open.
    package static func render(_ report: ReviewReport, confirmed: [String], isSolved: Bool, width: Int? = nil) -> String? {
        guard !isSolved else { return nil }
        var lines: [String] = []
        if !report.verdict.isSolved {
            let checks = report.checks.filter { $0.kind != .staticCheck && [.failed, .crashed, .timeout, .missing].contains($0.status) }
            lines += checks.map { "\($0.kind.rawValue) \(TerminalText.line($0.id)): \($0.status.rawValue)" }
            let told = Set(checks.map(\.id))
            let others = report.findings.filter { $0.severity == .error && $0.kind != .staticCheck && !told.contains($0.test ?? "") }
            lines += others.map { "\($0.kind.rawValue): \(TerminalText.line($0.message))" }.uniqued()
        }
        lines += report.blocking.map { finding in
            let place = [finding.path, finding.line.map(String.init)].compactMap(\.self).joined(separator: ":")
            return TerminalText.line("\(finding.rule) \(place): \(finding.message)", limit: 300)
        }
        lines += confirmed.map { "review \(TerminalText.line($0, limit: 300))" }
        if lines.isEmpty { lines.append("the verdict \(report.verdict.rawValue)") }
        let more = lines.count > most ? ["… and \(lines.count - most) more"] : []
        return "not solved, because of:\n"
            + (lines.prefix(most) + more).flatMap { Text.wrapped("  \($0)", width: width, hanging: "    ") }.map { "\($0)\n" }.joined()
    }
}
