import AssayCore
import AssayExperiments
import AssaySupport

/// One line for each attempt, in the CSV format of RFC 4180.
enum ExperimentCSV {
    private static let heading = [
        "task", "seed", "arm", "verdict", "tier", "solved", "visible_passed", "claims_done", "calls", "prompt_tokens", "completion_tokens",
        "cached_tokens", "seconds", "rounds", "cost", "findings_left", "lines_added", "lines_removed", "branches_added", "estimated_tokens",
        "verification_version",
    ]

    static func render(_ document: ExperimentDocument) -> String {
        let rows = [heading] + document.sortedAttempts.map { row($0, judged: document.judged) }
        return rows.map { $0.map { CSV.field($0) }.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func row(_ attempt: MeasuredAttempt, judged versions: JudgingVersions) -> [String] {
        let (key, result) = (attempt.key, attempt.result)
        let judged: [String] = [
            key.task, "\(key.seed)", key.arm, result.verdictText, result.tierText, "\(result.isSolved)", "\(result.passesVisible)",
            "\(result.claimsDone)",
        ]
        let spent: [String] = [
            "\(result.calls)", "\(result.usage.prompt)", "\(result.usage.completion)", "\(result.usage.cached)", "\(result.seconds)",
            "\(result.rounds)",
        ]
        let change = result.change
        let left: [String] = [
            result.cost.map { "\($0)" } ?? "", "\(attempt.measures.leftInAll)", change.map { "\($0.added)" } ?? "",
            change.map { "\($0.removed)" } ?? "", change.map { "\($0.branches)" } ?? "", "\(result.usage.estimated)", versions.list,
        ]
        return judged + spent + left
    }
}
