package import AssayCore
package import AssayStatistics
import AssaySupport

/// The quality of a reviewer on answers whose truth is known; the stable JSON of `assay review --json`.
package struct ReviewerTotals: Sendable, Encodable {
    /// The number of reviewed answers that are wrong.
    package private(set) var wrong = 0
    /// The number of reviewed answers that are right.
    package private(set) var right = 0
    /// An answer is said to be wrong by a claim that was confirmed.
    package private(set) var confirmed = ReviewQuality()
    /// The quality when every claim counts, as it would without proofs.
    package private(set) var claimed = ReviewQuality()
    /// Claims by what became of them.
    package private(set) var claims: [String: Int] = [:]
    /// Answers that fail what a pipeline sees, and so never get to its reviewer.
    package private(set) var failVisible = 0
    /// Tokens that the reviews used.
    package private(set) var usage = TokenUsage()

    /// Makes totals in which nothing was counted.
    package init() {}

    /// The number of wrong or of right answers that were counted.
    func count(isWrong: Bool) -> Int { isWrong ? wrong : right }

    /// Counts an answer that no reviewer saw.
    mutating func addUnseen() { failVisible += 1 }

    /// Counts what became of the claims against one answer.
    mutating func add(isWrong: Bool, claims statuses: [ClaimStatus], usage used: TokenUsage) {
        if isWrong { wrong += 1 } else { right += 1 }
        confirmed.add(isDefective: isWrong, isFlagged: statuses.contains(.confirmed))
        claimed.add(isDefective: isWrong, isFlagged: !statuses.isEmpty)
        for status in statuses { claims[status.rawValue, default: 0] += 1 }
        usage = usage + used
    }

    /// The totals as a table, each share with its interval.
    package func text(reviewer: String) -> String {
        var rows = [["said to be wrong by", "found", "recall", "false alarms", "rate", "precision"]]
        for (rule, said) in [("a confirmed claim", confirmed), ("any claim", claimed)] {
            rows.append([
                rule, "\(said.truePositives) of \(said.defective)", Self.percent(said.recall, said.recallInterval),
                "\(said.falsePositives) of \(said.clean)", Self.percent(said.falseAlarmRate, said.falseAlarmInterval),
                Self.percent(said.precision, said.precisionInterval),
            ])
        }
        let told = claims.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "reviewer \(TerminalText.line(reviewer)): \(wrong) wrong and \(right) right answers"
            + (failVisible > 0 ? "; \(failVisible) fail the visible checks and were not reviewed" : "")
            + "\n\n\(Text.table(rows))\nclaims: \(told.isEmpty ? "none" : told); \(usage.totalText) tokens, \(usage.cached) of them cached\n"
            + "intervals: Wilson, 95 %\n"
    }

    /// A share with its interval; there is none of nothing.
    private static func percent(_ share: Double, _ interval: Interval) -> String {
        guard !share.isNaN else { return "–" }
        return "\(Text.percent(share)) [\(Text.decimal(interval.low * 100, 1)), \(Text.decimal(interval.high * 100, 1))]"
    }
}
