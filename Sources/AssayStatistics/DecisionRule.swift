/// The four-way verdict on two arms, of which the first is the baseline.
package enum ComparisonVerdict: String, Sendable, Codable {
    case improved, equivalent, regressed, inconclusive
}

/// Two arms on the same tasks: for each task the share of seeds solved by A and by B.
package struct PairedOutcomes: Sendable {
    /// The names of the tasks.
    package var tasks: [String]
    /// The share of seeds that A solved, one value a task.
    package var a: [Double]
    /// The share of seeds that B solved, one value a task.
    package var b: [Double]
    /// Whether every task has one seed in both arms.
    package var single: Bool

    /// Pairs the values of two arms, in the order of the tasks.
    package init(tasks: [String], a: [Double], b: [Double], single: Bool) {
        self.tasks = tasks
        self.a = a
        self.b = b
        self.single = single
    }

    /// The differences B − A, one a task.
    package var differences: [Double] { zip(a, b).map { $1 - $0 } }
    /// The number of tasks of which A solved more.
    package var onlyA: Int { zip(a, b).count { $0 > $1 } }
    /// The number of tasks of which B solved more.
    package var onlyB: Int { zip(a, b).count { $1 > $0 } }
}

/// Whether a loss of the margin or more is ruled out (non-inferior), shown (inferior), or neither.
package enum NonInferiority: String, Sendable, Codable { case nonInferior = "non-inferior", inferior, undecided }

/// The decision and the numbers behind it.
package struct Decision: Sendable {
    /// The verdict by the rule.
    package let verdict: ComparisonVerdict
    /// The mean difference of solve rates, B − A.
    package let difference: Double
    /// The interval of the difference at level 1 − α.
    package let interval: Interval
    /// The interval of the difference at level 1 − 2α, by which equivalence is decided.
    package let equivalenceInterval: Interval
    /// The two-sided p value.
    package let p: Double
    /// The verdict on a loss of the margin or more.
    package let nonInferiority: NonInferiority
    /// Whether the difference is significant, yet smaller than the margin.
    package let negligible: Bool
    /// The number of tasks that would decide a difference of this size; nil where there is no difference.
    package let tasksNeeded: Int?
    /// The names of the interval and of the test.
    package let method: String
}

/// The decision rule of `assay compare`.
package enum DecisionRule {
    /// Decides on paired outcomes; A is the baseline.
    package static func decide(
        _ pairs: PairedOutcomes, margin: Double = 0.05, alpha: Double = 0.05
    ) -> Decision {
        let n = pairs.tasks.count
        let d = pairs.differences
        let mean = n == 0 ? 0 : d.reduce(0, +) / Double(n)
        func intervalOfDifference(_ level: Double) -> Interval {
            pairs.single && n > 0
                ? Intervals.tango(onlyA: pairs.onlyA, onlyB: pairs.onlyB, n: n, level: level)
                : Intervals.meanDifference(d, level: level)
        }
        let interval = intervalOfDifference(1 - alpha)
        let equivalenceInterval = intervalOfDifference(1 - 2 * alpha)
        let p =
            pairs.single
            ? PairedTests.mcNemarExact(onlyA: pairs.onlyA, onlyB: pairs.onlyB)
            : PairedTests.signFlip(d)
        let discordant = pairs.onlyA + pairs.onlyB
        let within = equivalenceInterval.low > -margin && equivalenceInterval.high < margin
        var verdict = ComparisonVerdict.inconclusive
        // Five one-sided wins give p = 0.0625, so fewer than six tasks cannot be significant.
        let isEnough = n >= 6
        if isEnough && discordant > 0 {
            if interval.high < 0 && p <= alpha {
                verdict = .regressed
            } else if interval.low > 0 && p <= alpha {
                verdict = .improved
            } else if within {
                verdict = .equivalent
            }
        }
        let share = n == 0 ? 0.2 : max(Double(discordant) / Double(n), abs(mean))
        // Differences that cancel out leave a rounding error, for which no number of tasks is meaningful.
        let needed = abs(mean) < 1e-6 ? nil : Power.tasksNeeded(delta: abs(mean), discordance: share)
        return Decision(
            verdict: verdict, difference: mean, interval: interval, equivalenceInterval: equivalenceInterval, p: p,
            nonInferiority: !isEnough
                ? .undecided : equivalenceInterval.low > -margin ? .nonInferior : equivalenceInterval.high < -margin ? .inferior : .undecided,
            negligible: (verdict == .improved || verdict == .regressed) && within,
            tasksNeeded: needed.map { Int($0.rounded(.up)) },
            method: pairs.single
                ? "Tango score interval, exact McNemar" : "t interval over tasks, sign-flip permutation")
    }
}
