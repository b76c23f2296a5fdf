package import AssayExperiments
import AssayStatistics
import AssaySupport

extension ExperimentText {
    /// The verdict on two arms in one sentence, whose counts and difference are of the same samples.
    package static func sentence(_ a: String, _ b: String, _ result: Comparison) -> String {
        let (pairs, decision) = (result.outcomes, result.decision)
        let several = pairs.samples > 1
        var text =
            "\(a) → \(b): \(result.verdict.rawValue); \(pairs.solvedA) → \(pairs.solvedB) of \(pairs.tasks * pairs.samples) "
            + (several ? "samples solved (\(pairs.tasks) tasks × \(pairs.samples))" : "solved")
            + ", difference \(points(decision.difference)) points\(decision.interval.map { " [\(points($0.low)), \(points($0.high))]" } ?? ""), "
            + "fixed \(pairs.onlyB), broke \(pairs.onlyA)\(several ? " samples" : ""), "
            + "p = \(Text.decimal(decision.claims.difference, 4)) (\(decision.method.rawValue))"
        if result.isCorrected { text += "; \(Text.decimal(result.claims.difference, 4)) after Holm's correction" }
        if result.verdict == .equivalent {
            text += "; equivalent within \(points(decision.margin)) points, p = \(Text.decimal(result.claims.equivalence, 4))"
        }
        if pairs.discordant == 0 {
            text += "; no task differs, so at most \(Text.percent(decision.equivalenceInterval.high)) of tasks do (exact bound)"
        }
        if result.verdict == .inconclusive { text += undecided(result) }
        if let gate = result.sequential {
            text +=
                gate.stopped
                ? "; stopped after \(gate.pairs) pairs, the evidence for a regression being \(Text.decimal(gate.evidence, 0)) (bound \(Text.decimal(gate.bound, 0))), so the difference is at stopping"
                : "; evidence for a regression \(Text.decimal(gate.evidence, 1)) of \(Text.decimal(gate.bound, 0)) after \(gate.pairs) pairs"
        }
        if let difference = result.judgedA.difference(to: result.judgedB, names: (a, b)) { text += "; \(difference)" }
        if result.negligible { text += "; within the margin of no consequence" }
        return text
    }

    private static func points(_ share: Double) -> String { Text.decimal(share * 100, 1) }

    /// The difference that this comparison can detect, and the number of tasks that would decide it.
    private static func undecided(_ result: Comparison) -> String {
        let (tasks, decision) = (result.outcomes.tasks, result.decision)
        if result.outcomes.discordant == 0 {
            let needed = decision.tasksNeeded ?? 0
            return "; \(needed) tasks without a difference would be equivalent within \(points(decision.margin)) points"
        }
        var text = tasks < Decision.fewestTasks ? "; fewer than \(Decision.fewestTasks) tasks decide nothing" : ""
        text += "; this many tasks can detect \(result.mde.map { "at least \(Text.percent($0))" } ?? "nothing reliably")"
        if let needed = decision.tasksNeeded { text += ", about \(needed) tasks would decide a difference of this size" }
        return text
    }

    /// Whether a loss of the margin is ruled out.
    package static func gate(_ result: Comparison) -> String {
        let loss = "a loss of \(Text.percent(result.decision.margin)) or more"
        return switch result.nonInferiority {
        case .nonInferior: "non-inferior: \(loss) is ruled out"
        case .inferior: "inferior: \(loss) is shown"
        case .undecided: "not shown to be non-inferior: \(loss) is possible"
        }
    }
}
