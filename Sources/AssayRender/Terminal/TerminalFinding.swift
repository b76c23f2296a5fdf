import AssayCore
import AssaySupport

/// One finding for a terminal: what is wrong and where, its source line, the difference, and what could be done.
struct TerminalFinding {
    let paint: Paint
    let width: Int?
    /// Whether nothing is folded.
    let isFull: Bool

    /// Returns the lines of a finding; `more` others like it are only counted.
    func lines(of finding: Finding, more: Int) -> [String] {
        var lines = Text.wrapped(head(of: finding, more: more), width: width, hanging: "      ")
        if let excerpt = finding.excerpt, !excerpt.trimmed.isEmpty { lines += beside(TerminalText.line(excerpt, limit: isFull ? .max : 200)) }
        for line in DifferenceText(isFull: isFull, paint: paint).lines(of: finding.message) { lines += beside(line) }
        if let actual = finding.actual {
            let expected = finding.expected.map { "expected \(TerminalText.line($0)), " } ?? ""
            lines += beside("\(expected)got \(TerminalText.line(actual))")
        }
        for note in finding.notes ?? [] { lines += beside("note: \(TerminalText.line(note))") }
        for fix in finding.fixes ?? [] where !fix.trimmed.isEmpty { lines += beside("fix: \(TerminalText.line(fix))") }
        return lines
    }

    private func head(of finding: Finding, more: Int) -> String {
        let severity =
            switch finding.severity {
            case .error: paint.red("error")
            case .warning: paint.yellow("warning")
            case .note: "note"
            }
        let place = [finding.path, finding.line.map(String.init)].compactMap { $0 }.joined(separator: ":")
        let first = TerminalText.clean(finding.message).allLines.first.map(String.init) ?? ""
        var text = "  \(severity)\(finding.state.map { " \($0.rawValue)" } ?? "") "
        text += place.isEmpty ? "" : paint.bold(TerminalText.line(place)) + ": "
        text += TerminalText.line(first, limit: 500) + " " + paint.dim("[\(finding.kind.rawValue)/\(TerminalText.line(finding.rule))]")
        if more > 0 { text += paint.dim(" and \(more) more like it") }
        if finding.preexisting == true { text += paint.dim(" (was there before)") }
        if finding.blocks == true { text += paint.red(" (blocks)") }
        return text
    }

    /// A line in the margin of a finding.
    private func beside(_ line: String) -> [String] {
        let margin = "      \(paint.dim("│")) "
        if line.isEmpty { return [margin.trimmedEnd] }
        return Text.wrapped(margin + line, width: width, hanging: margin + "  ")
    }
}
