import Glibc

/// The decision rule of `assay compare`.
package enum DecisionRule {
    /// Weighs paired outcomes; A is the baseline.
    ///
    /// `family` is the number of candidates that are compared with one baseline: it only raises the number of tasks that
    /// would show equivalence.
    package static func decide(
        _ pairs: PairedOutcomes, margin: Double = 0.05, alpha: Double = 0.05, family: Int = 1
    ) -> Decision {
        let method = method(of: pairs)
        return Decision(
            tasks: pairs.tasks, difference: pairs.difference,
            interval: method == .alike ? nil : interval(pairs, method, level: 1 - alpha, alpha: alpha),
            equivalenceInterval: interval(pairs, pairs.discordant == 0 ? .bound : method, level: 1 - 2 * alpha, alpha: alpha),
            claims: claims(pairs, method, margin: margin, alpha: alpha),
            tasksNeeded: tasksNeeded(pairs, margin: margin, alpha: alpha / Double(max(1, family))),
            method: method, margin: margin, alpha: alpha)
    }

    private static func method(of pairs: PairedOutcomes) -> Decision.Method {
        if pairs.samples == 1 { return .tango }
        let steps = Set(pairs.steps)
        return steps.count > 1 ? .student : steps == [0] || steps.isEmpty ? .bound : .alike
    }

    private static func interval(_ pairs: PairedOutcomes, _ method: Decision.Method, level: Double, alpha: Double) -> Interval {
        switch method {
        case .tango: Intervals.tango(onlyA: pairs.onlyA, onlyB: pairs.onlyB, n: pairs.tasks, level: level)
        case .student: Intervals.meanDifference(pairs.differences, level: level)
        case .bound, .alike: ExactBound.interval(pairs.difference, tasks: pairs.tasks, within: -1...1, alpha: alpha)
        }
    }

    private static func claims(_ pairs: PairedOutcomes, _ method: Decision.Method, margin: Double, alpha: Double) -> Claims {
        let difference =
            pairs.samples == 1 ? PairedTests.mcNemarExact(onlyA: pairs.onlyA, onlyB: pairs.onlyB) : PairedTests.signFlip(pairs.steps)
        // However narrow an interval is, agreement is shown by no fewer tasks than would show it without any difference:
        // otherwise one task that differs would show what none does not.
        let agreement = ExactBound.below(margin, 0, tasks: pairs.tasks)
        let noGain = below(margin, pairs, method)
        let noLoss = max(agreement, below(margin, pairs.swapped, method))
        // What is better beyond doubt loses nothing, however few tasks show it.
        let isAhead = pairs.difference > 0 && (method == .alike || interval(pairs, method, level: 1 - alpha, alpha: alpha).low > 0)
        return Claims(
            difference: difference, equivalence: max(noLoss, noGain),
            nonInferiority: isAhead ? min(noLoss, difference) : noLoss, inferiority: below(-margin, pairs, method))
    }

    /// The one-sided p value against a difference of `bound` or more.
    private static func below(_ bound: Double, _ pairs: PairedOutcomes, _ method: Decision.Method) -> Double {
        guard pairs.tasks > 1 else { return 1 }
        switch method {
        case .tango where pairs.discordant > 0:
            return Distributions.normalCDF(Intervals.tangoStatistic(bound, onlyA: pairs.onlyA, onlyB: pairs.onlyB, n: pairs.tasks))
        case .student:
            let moments = Moments(pairs.differences)
            return Distributions.studentCDF((moments.mean - bound) / moments.error, df: Double(pairs.tasks - 1))
        case .tango, .bound, .alike:
            return ExactBound.below(bound, pairs.difference, tasks: pairs.tasks)
        }
    }

    private static func tasksNeeded(_ pairs: PairedOutcomes, margin: Double, alpha: Double) -> Int? {
        if pairs.discordant == 0 { return max(Decision.fewestTasks, ExactBound.tasksNeeded(margin: margin, alpha: alpha)) }
        let delta = abs(pairs.difference)
        // Of differences that cancel out, no number of tasks is meaningful.
        guard delta > 0 else { return nil }
        let share = max(Double(pairs.discordant) / Double(pairs.tasks), delta)
        return Int(Power.tasksNeeded(delta: delta, discordance: share).rounded(.up))
    }
}
