import Glibc

/// An interval with its ends.
package struct Interval: Sendable, Equatable, Codable {
    package var low: Double
    package var high: Double
    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }
}

/// Confidence intervals.
package enum Intervals {
    /// Wilson's score interval for a proportion (Wilson 1927).
    package static func wilson(_ count: Int, of n: Int, level: Double = 0.95) -> Interval {
        guard n > 0 else { return Interval(low: 0, high: 1) }
        let z = Distributions.normalQuantile(1 - (1 - level) / 2)
        let size = Double(n)
        let p = Double(count) / size
        let z2 = z * z
        let center = (p + z2 / (2 * size)) / (1 + z2 / size)
        let inner = p * (1 - p) / size + z2 / (4 * size * size)
        let half = z * inner.squareRoot() / (1 + z2 / size)
        return Interval(
            low: count == 0 ? 0 : center - half, high: count == n ? 1 : center + half)
    }

    /// Tango's score interval for the difference of paired proportions B − A (Tango 1998).
    package static func tango(onlyA: Int, onlyB: Int, n: Int, level: Double = 0.95) -> Interval {
        let z = Distributions.normalQuantile(1 - (1 - level) / 2)
        func statistic(_ delta: Double) -> Double {
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
        // The statistic falls as delta grows, so each end is found by bisection.
        func solve(_ target: Double) -> Double {
            var low = -1.0
            var high = 1.0
            for _ in 0..<200 {
                let middle = (low + high) / 2
                if statistic(middle) > target { low = middle } else { high = middle }
            }
            return (low + high) / 2
        }
        return Interval(low: solve(z), high: solve(-z))
    }

    /// Student's interval for the mean of per-task differences (equals CR1 for equal seeds).
    package static func meanDifference(_ d: [Double], level: Double = 0.95) -> Interval {
        let n = Double(d.count)
        guard d.count > 1 else { return Interval(low: -1, high: 1) }
        let mean = d.reduce(0, +) / n
        let squares = d.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = (squares / (n - 1)).squareRoot() / n.squareRoot()
        let t = Distributions.studentQuantile(1 - (1 - level) / 2, df: n - 1)
        return Interval(low: mean - t * error, high: mean + t * error)
    }
}
