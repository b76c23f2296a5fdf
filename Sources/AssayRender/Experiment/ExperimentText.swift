import AssayCore
package import AssayExperiments
import AssayStatistics
import AssaySupport

/// Sentences and rows that terminal and Markdown share.
package enum ExperimentText {
    private static func row(_ arm: ArmSummary) -> [String] {
        guard arm.attempts > 0 else { return [arm.arm, "0/0"] + Array(repeating: "–", count: heading.count - 2) }
        let about = arm.estimatedTokens > 0 ? "≈" : ""
        let perSolved = arm.solved == 0 ? "∞" : "\(about)\(arm.tokens / arm.solved)"
        let share = arm.promptTokens == 0 ? 0 : Double(arm.cachedTokens) / Double(arm.promptTokens)
        return [
            arm.arm, "\(arm.solved)/\(arm.attempts)",
            "\(Text.percent(arm.rate)) [\(Text.percent(arm.interval.low)), \(Text.percent(arm.interval.high))]\(arm.isUniform ? "*" : "")",
            "\(about)\(arm.tokens)", perSolved, "\(arm.calls)", Text.percent(share),
            Text.decimal(arm.seconds, 0),
            arm.claimed == 0 ? "–" : "\(arm.falseDone)/\(arm.claimed)",
        ]
    }

    /// The table of arms; what they cost is a column where prices are known.
    static func arms(_ document: ExperimentDocument) -> [[String]] {
        guard let currency = document.currency else { return [heading] + document.arms.map(row) }
        return [heading + ["cost (\(currency))", "cost/solved"]]
            + document.arms.map { arm in
                guard let cost = arm.cost else { return row(arm) + ["no price", "no price"] }
                let about = arm.estimatedTokens > 0 ? "≈" : ""
                return row(arm) + [about + Text.decimal(cost, 4), arm.solved == 0 ? "∞" : about + Text.decimal(cost / Double(arm.solved), 6)]
            }
    }

    /// The footnote on the star in the table of arms; nil when no arm has one.
    static func armsNote(_ document: ExperimentDocument) -> String? {
        document.arms.contains { $0.isUniform && $0.attempts > 0 } ? "* all tasks alike: the interval is the exact bound of what they leave open" : nil
    }

    private static let heading = [
        "arm", "solved", "rate [95 % by task]", "tokens", "tokens/solved", "calls", "prefix cached",
        "seconds", "false done",
    ]

    /// What the columns of the table of arms mean that do not say it.
    static let armsWords =
        "Prefix cached: tokens of prompts that the model's server still had from earlier calls. "
        + "False done: attempts that passed all visible checks, and failed a hidden one."

    /// The settings of the experiment, on one line.
    static func facts(_ document: ExperimentDocument) -> String {
        "Run \(document.id) on \(document.suite) (suite \(document.suiteDigest.prefix(12))), "
            + "\(document.seeds) seed\(document.seeds == 1 ? "" : "s"), primary metric solve rate, margin \(Text.decimal(document.margin)), α = \(Text.decimal(document.alpha))."
            + (document.seedNote.map { " Of seeds: \($0)." } ?? "") + (document.judged.note.map { " The run was \($0)." } ?? "")
    }

    /// The columns of `attempt`.
    static let attemptHeading = ["task", "seed", "arm", "verdict", "tier", "visible checks", "calls", "tokens", "seconds"]

    /// One attempt as a row of a table.
    static func attempt(_ attempt: MeasuredAttempt) -> [String] {
        let (key, result) = (attempt.key, attempt.result)
        return [
            key.task, "\(key.seed)", key.arm, result.verdictText, result.tierText,
            result.passesVisible ? "passed" : "failed", "\(result.calls)", result.usage.totalText, Text.decimal(result.seconds, 1),
        ]
    }

    /// The first finding of the arm that failed.
    private static func reason(_ flip: Flip) -> String { flip.reason.map { ", because \(TerminalText.line($0, limit: 160))" } ?? "" }

    /// One task on which two arms differ, on one line of a terminal.
    package static func line(_ flip: Flip) -> String {
        "  \(flip.change == .fixed ? "+" : "-") \(flip.task): \(flip.a) → \(flip.b)\(reason(flip))"
    }

    static func flipsTitle(_ pair: ExperimentDocument.Pair) -> String {
        "Tasks on which \(pair.a) and \(pair.b) differ"
    }

    static func flips(_ pair: ExperimentDocument.Pair) -> [[String]] {
        [["task", "change", pair.a, pair.b, "because"]] + pair.result.flips.map { [$0.task, $0.change.rawValue, $0.a, $0.b, $0.reason ?? ""] }
    }

    /// A note on the attempts that an unfinished run lacks; empty for a finished run.
    static func unfinished(_ document: ExperimentDocument) -> String? {
        guard document.open + document.lost > 0 else { return nil }
        return "\(document.open) attempts are open and \(document.lost) were lost to the harness; only what every arm has finished is counted."
    }

    /// Failing checks by tag and arm: where the arms fail.
    static func tags(_ attempts: [MeasuredAttempt], _ arms: [ArmSummary]) -> [[String]] {
        var rows = [["failing checks by tag"] + arms.map(\.arm)]
        for tag in CheckTag.allCases {
            let counts = arms.map { arm in
                attempts.filter { $0.key.arm == arm.arm }.reduce(0) { sum, attempt in
                    sum + attempt.failingTags.count { $0 == tag }
                }
            }
            if counts.contains(where: { $0 > 0 }) { rows.append([tag.rawValue] + counts.map(String.init)) }
        }
        return rows
    }
}
