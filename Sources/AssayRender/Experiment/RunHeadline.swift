import AssayExperiments
import AssayStatistics
import AssaySupport

/// What a run shows, in a sentence or two for each comparison.
struct RunHeadline: Sendable {
    /// The word on the badge, and its class.
    let verdict: String
    /// The sentence for people.
    let sentence: String

    /// Says what two arms' comparison shows.
    init(_ pair: ExperimentDocument.Pair, arms: [ArmSummary]) {
        let (result, a, b) = (pair.result, pair.a, pair.b)
        let outcomes = result.outcomes
        let all = outcomes.tasks * outcomes.samples
        let counts =
            outcomes.solvedA == outcomes.solvedB
            ? "each solves \(outcomes.solvedA) of \(all)" : "\(outcomes.solvedB) instead of \(outcomes.solvedA) of \(all) solved"
        let range = result.decision.interval.map { ", 95\u{A0}% interval \(Amount.points($0.low)) to \(Amount.points($0.high))" } ?? ""
        let margin = Amount.trimmed(result.decision.margin * 100)
        verdict = result.verdict.rawValue
        let found =
            switch result.verdict {
            case .improved: "\(b) solves more than \(a): \(counts) (\(Amount.points(result.decision.difference)) points\(range))."
            case .regressed: "\(b) solves fewer than \(a): \(counts) (\(Amount.points(result.decision.difference)) points\(range))."
            case .equivalent: "\(b) solves as many as \(a), within \(margin) points: \(counts)."
            case .inconclusive:
                "These \(outcomes.tasks) tasks do not tell \(b) from \(a): \(counts)\(range.isEmpty ? "" : " (\(range.dropFirst(2)) points)")\(Self.doubt(result))."
            }
        sentence = ([found] + [Self.cost(a, b, arms), Self.needed(result)].compactMap(\.self)).joined(separator: " ")
    }

    /// Says how much a run of one arm solves.
    init(_ arm: ArmSummary) {
        verdict = ""
        sentence =
            "\(arm.arm) solves \(arm.solved) of \(arm.attempts) (\(Amount.percent(arm.rate)), 95\u{A0}% interval \(Amount.percent(arm.interval.low)) to \(Amount.percent(arm.interval.high)))."
    }

    private static func cost(_ a: String, _ b: String, _ arms: [ArmSummary]) -> String? {
        guard let first = arms.first(where: { $0.arm == a }), let second = arms.first(where: { $0.arm == b }), first.tokens > 0 else { return nil }
        return "It takes \(Amount.trimmed(Double(second.tokens) / Double(first.tokens))) times the tokens."
    }

    /// Why a difference whose interval leaves zero out is not taken for one.
    private static func doubt(_ result: Comparison) -> String {
        guard let interval = result.decision.interval, interval.low > 0 || interval.high < 0 else { return "" }
        guard result.outcomes.tasks >= Decision.fewestTasks else { return ", but fewer than \(Decision.fewestTasks) tasks decide nothing" }
        let correction = result.isCorrected ? " after correction for several comparisons" : ""
        return ", but that may be chance: p = \(Text.decimal(result.claims.difference, 4))\(correction), more than \(Text.decimal(result.decision.alpha))"
    }

    private static func needed(_ result: Comparison) -> String? {
        guard result.verdict == .inconclusive, let needed = result.decision.tasksNeeded else { return nil }
        return result.outcomes.discordant == 0
            ? "\(needed) tasks without a difference would show that they are equal within the margin."
            : "About \(needed) tasks would decide a difference of this size."
    }
}
