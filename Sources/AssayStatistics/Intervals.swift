import Glibc

/// A closed interval of numbers.
package struct Interval: Sendable, Equatable, Codable {
    /// The lower end.
    package let low: Double
    /// The upper end.
    package let high: Double

    /// Makes the interval from `low` to `high`.
    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// The part of the interval that lies in a range.
    package func clipped(to range: ClosedRange<Double>) -> Interval {
        Interval(low: min(max(low, range.lowerBound), range.upperBound), high: max(min(high, range.upperBound), range.lowerBound))
    }
}

/// Confidence intervals.
package enum Intervals {
    /// Wilson's score interval for a proportion (Wilson 1927).
    package static func wilson(_ count: Int, of n: Int, level: Double = 0.95) -> Interval {
        guard n > 0 else { return Interval(low: 0, high: 1) }
        let z = Distributions.normalBound(level)
        let size = Double(n)
        let p = Double(count) / size
        let z2 = z * z
        let center = (p + z2 / (2 * size)) / (1 + z2 / size)
        let inner = p * (1 - p) / size + z2 / (4 * size * size)
        let half = z * inner.squareRoot() / (1 + z2 / size)
        return Interval(
            low: count == 0 ? 0 : center - half, high: count == n ? 1 : center + half)
    }

    /// The exact interval for a proportion (Clopper, Pearson 1934).
    package static func clopperPearson(_ count: Int, of n: Int, level: Double = 0.95) -> Interval {
        let tail = (1 - level) / 2
        let (hits, misses) = (Double(count), Double(n - count))
        return Interval(
            low: count == 0 ? 0 : Distributions.betaQuantile(tail, hits, misses + 1),
            high: count == n ? 1 : Distributions.betaQuantile(1 - tail, hits + 1, misses))
    }

    /// Tango's score interval for the difference of paired proportions B − A (Tango 1998).
    package static func tango(onlyA: Int, onlyB: Int, n: Int, level: Double = 0.95) -> Interval {
        guard n > 0 else { return Interval(low: -1, high: 1) }
        let z = Distributions.normalBound(level)
        // The statistic falls as the difference grows, so each end is found by bisection.
        func solve(_ target: Double) -> Double {
            Distributions.bisect(-1, 1) { tangoStatistic($0, onlyA: onlyA, onlyB: onlyB, n: n) > target }
        }
        return Interval(low: solve(z), high: solve(-z))
    }

    /// Tango's score statistic of the hypothesis that the difference B − A is `delta`; about standard normal if it is.
    static func tangoStatistic(_ delta: Double, onlyA: Int, onlyB: Int, n: Int) -> Double {
        let size = Double(n)
        let plus = Double(onlyB)
        let minus = Double(onlyA)
        let a = 2 * size
        let b = -plus - minus + (2 * size - (plus - minus)) * delta
        let c = -minus * delta * (1 - delta)
        let p = ((b * b - 4 * a * c).squareRoot() - b) / (2 * a)
        let variance = size * (2 * p + delta * (1 - delta))
        let difference = plus - minus - size * delta
        if variance <= 0 { return difference == 0 ? 0 : difference > 0 ? .infinity : -.infinity }
        return difference / variance.squareRoot()
    }

    /// Student's interval for the mean of per-task differences (equals CR1 for equal seeds), within −1 and 1.
    package static func meanDifference(_ d: [Double], level: Double = 0.95) -> Interval {
        guard d.count > 1 else { return Interval(low: -1, high: 1) }
        let moments = Moments(d)
        return student(moments.mean, error: moments.error, df: d.count - 1, level: level).clipped(to: -1...1)
    }

    /// Student's interval around an estimate with its standard error.
    static func student(_ estimate: Double, error: Double, df: Int, level: Double) -> Interval {
        let t = Distributions.studentQuantile(1 - (1 - level) / 2, df: Double(df))
        return Interval(low: estimate - t * error, high: estimate + t * error)
    }
}
