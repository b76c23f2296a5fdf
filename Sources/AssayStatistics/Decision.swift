/// The numbers behind a decision, and the decision that follows from them.
package struct Decision: Sendable {
    /// The method by which the interval of the difference is computed.
    package enum Method: String, Sendable {
        case tango = "Tango score interval, exact McNemar"
        case student = "t interval over tasks, exact sign-flip permutation"
        /// Several samples a task, and no task differs.
        case bound = "no task differs: exact bound on the share that does"
        /// Several samples a task, and every task differs by the same amount.
        case alike = "all tasks differ alike, so there is no interval; exact sign-flip permutation"
    }

    /// The number of tasks.
    package let tasks: Int
    /// The mean difference of solve rates, B − A.
    package let difference: Double
    /// The interval of the difference at level 1 − α; nil where all tasks differ by the same amount.
    package let interval: Interval?
    /// The interval of the difference at level 1 − 2α, to which equivalence and non-inferiority at α belong; where all
    /// tasks came out alike, the exact bound at 1 − α.
    package let equivalenceInterval: Interval
    /// The p values, not corrected.
    package let claims: Claims
    /// The number of tasks that would decide: without a difference those that show equivalence, else those that detect a
    /// difference of this size; nil where differences cancel out.
    package let tasksNeeded: Int?
    /// The names of the interval and of the test.
    package let method: Method
    /// Differences within this are of no consequence.
    package let margin: Double
    package let alpha: Double

    /// Five one-sided wins give p = 0.0625, so that fewer than six tasks cannot show anything.
    package static let fewestTasks = 6

    /// The verdict on the difference by the p values as they are.
    package var verdict: ComparisonVerdict { verdict(by: claims) }
    /// The verdict on a loss of the margin or more by the p values as they are.
    package var nonInferiority: NonInferiority { nonInferiority(by: claims) }

    /// The verdict on the difference by p values, which may be corrected for several comparisons.
    package func verdict(by claims: Claims) -> ComparisonVerdict {
        guard tasks >= Self.fewestTasks else { return .inconclusive }
        if claims.difference <= alpha {
            // Without an interval, the sign of a difference that all tasks share decides.
            if interval.map({ $0.high < 0 }) ?? (difference < 0) { return .regressed }
            if interval.map({ $0.low > 0 }) ?? (difference > 0) { return .improved }
        }
        return claims.equivalence < alpha ? .equivalent : .inconclusive
    }

    /// The verdict on a loss of the margin or more.
    package func nonInferiority(by claims: Claims) -> NonInferiority {
        guard tasks >= Self.fewestTasks else { return .undecided }
        if claims.nonInferiority < alpha { return .nonInferior }
        return claims.inferiority < alpha ? .inferior : .undecided
    }

    /// Whether a significant difference is smaller than the margin.
    package func isNegligible(by claims: Claims) -> Bool {
        [.improved, .regressed].contains(verdict(by: claims)) && equivalenceInterval.low > -margin && equivalenceInterval.high < margin
    }
}
