import AssayCore
import AssayExperiments
import AssaySupport

/// One line an attempt, as RFC 4180 has it.
enum ExperimentCSV {
    private static let heading = [
        "task", "seed", "arm", "verdict", "tier", "solved", "visible_passed", "claims_done", "calls", "prompt_tokens", "completion_tokens",
        "cached_tokens", "seconds", "rounds", "cost", "findings_left", "lines_added", "lines_removed", "branches_added",
    ]

    static func render(_ document: ExperimentDocument) -> String {
        let rows = [heading] + document.sortedCells.map(row)
        return rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func row(_ cell: CellResult) -> [String] {
        let judged: [String] = [
            cell.task, "\(cell.seed)", cell.arm, cell.verdict, cell.tier, "\(cell.solved)", "\(cell.visiblePassed)", "\(cell.claimsDone)",
        ]
        let spent: [String] = [
            "\(cell.calls)", "\(cell.promptTokens)", "\(cell.completionTokens)", "\(cell.cachedTokens)", "\(cell.seconds)", "\(cell.rounds)",
        ]
        let change = cell.measures.change
        let left: [String] = [
            cell.cost.map { "\($0)" } ?? "", "\(cell.measures.leftInAll)", change.map { "\($0.added)" } ?? "",
            change.map { "\($0.removed)" } ?? "", change.map { "\($0.branches)" } ?? "",
        ]
        return judged + spent + left
    }

    /// Quoted where it must be; what a spreadsheet would run as a formula is made a text.
    private static func field(_ text: String) -> String {
        var text = TerminalText.line(text, limit: 1000)
        if let first = text.first, "=+-@".contains(first) { text = "'" + text }
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
