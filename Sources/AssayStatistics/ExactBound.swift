import Glibc

/// Bounds for tasks that all had the same outcome, where the standard error would be 0.
///
/// If a share u or more of all tasks came out otherwise, n tasks would show none of them with a probability of at most
/// (1 − u)^n. With (1 − u)^n = α, u = 1 − α^(1/n) bounds that share at confidence 1 − α (Clopper, Pearson 1934, for 0
/// of n; about 3/n for α = 0.05).
package enum ExactBound {
    /// The upper confidence bound at 1 − α of the share of tasks that come out otherwise than all of n did.
    package static func share(tasks n: Int, alpha: Double = 0.05) -> Double {
        n < 1 ? 1 : -expm1(log(alpha) / Double(n))
    }

    /// The smallest number of tasks whose bound is below a margin.
    package static func tasksNeeded(margin: Double, alpha: Double = 0.05) -> Int {
        var n = max(1, Int((log(alpha) / log1p(-margin)).rounded(.down)))
        while share(tasks: n, alpha: alpha) >= margin { n += 1 }
        return n
    }

    /// The interval at confidence 1 − α of a mean of which n tasks all gave `value`; each task's value lies in `range`.
    package static func interval(
        _ value: Double, tasks n: Int, within range: ClosedRange<Double>, alpha: Double = 0.05
    ) -> Interval {
        let u = share(tasks: n, alpha: alpha)
        return Interval(low: value - u * (value - range.lowerBound), high: value + u * (range.upperBound - value))
    }

    /// The p value against a mean of `bound` or more, where n tasks all gave `value` and none can be below −1.
    ///
    /// It is the α at which `interval` ends at `bound`.
    static func below(_ bound: Double, _ value: Double, tasks n: Int) -> Double {
        value < bound ? exp(Double(n) * (log1p(-bound) - log1p(-value))) : 1
    }
}
