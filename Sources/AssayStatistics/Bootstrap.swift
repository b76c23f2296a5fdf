import Glibc

/// The bootstrap over tasks: tasks are drawn with replacement, each with all its seeds (Efron, Tibshirani 1993).
package struct Bootstrap: Sendable {
    /// In the order in which they were drawn.
    package let replicates: [Double]
    private let sorted: [Double]

    /// `statistic` is given the indices of the drawn tasks; draws come from `SplitMix64(seed)`.
    package init(tasks: Int, seed: UInt64, replicates count: Int = 10_000, _ statistic: ([Int]) -> Double) {
        var generator = SplitMix64(seed: seed)
        var values: [Double] = []
        values.reserveCapacity(count)
        var drawn = Array(repeating: 0, count: tasks)
        for _ in 0..<count {
            for place in drawn.indices { drawn[place] = generator.below(tasks) }
            values.append(statistic(drawn))
        }
        replicates = values
        // Draws for which the statistic is not defined say nothing of where it lies.
        sorted = values.filter { !$0.isNaN }.sorted()
    }

    /// The bootstrap of a mean of per-task values.
    package init(mean values: [Double], seed: UInt64, replicates count: Int = 10_000) {
        self.init(tasks: values.count, seed: seed, replicates: count) { drawn in
            drawn.reduce(0) { $0 + values[$1] } / Double(values.count)
        }
    }

    /// The standard error: the replicates' deviation.
    package var error: Double { Moments(replicates).deviation }

    /// A quantile of the replicates by linear interpolation (type 7 of Hyndman, Fan 1996).
    package func quantile(_ p: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let place = p * Double(sorted.count - 1)
        let below = Int(place.rounded(.down))
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }

    package func percentile(level: Double = 0.95) -> Interval {
        Interval(low: quantile((1 - level) / 2), high: quantile(1 - (1 - level) / 2))
    }

    /// The bias-corrected and accelerated interval (Efron 1987); `left` are the statistics without one task each.
    package func accelerated(estimate: Double, left: [Double], level: Double = 0.95) -> (interval: Interval, bias: Double, acceleration: Double) {
        let below = Double(replicates.count { $0 < estimate })
        let equal = Double(replicates.count { $0 == estimate })
        let bias = Distributions.normalQuantile((below + equal / 2) / Double(replicates.count))
        let mean = left.reduce(0, +) / Double(left.count)
        let cubes = left.reduce(0) { $0 + pow(mean - $1, 3) }
        let squares = left.reduce(0) { $0 + pow(mean - $1, 2) }
        let acceleration = squares == 0 ? 0 : cubes / (6 * pow(squares, 1.5))
        func end(_ p: Double) -> Double {
            let z = bias + Distributions.normalQuantile(p)
            return quantile(Distributions.normalCDF(bias + z / (1 - acceleration * z)))
        }
        return (Interval(low: end((1 - level) / 2), high: end(1 - (1 - level) / 2)), bias, acceleration)
    }
}
