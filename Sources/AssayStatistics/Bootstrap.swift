/// The bootstrap over tasks: tasks are drawn with replacement, each with all its seeds (Efron, Tibshirani 1993).
package struct Bootstrap: Sendable {
    /// The values of the statistic in ascending order, without those that are not a number.
    private let sorted: [Double]

    /// Draws `count` replicates with `SplitMix64(seed)`; `statistic` gets the indices of the drawn tasks.
    package init(tasks: Int, seed: UInt64, replicates count: Int = 10_000, _ statistic: ([Int]) -> Double) {
        var generator = SplitMix64(seed: seed)
        var values: [Double] = []
        values.reserveCapacity(count)
        var drawn = Array(repeating: 0, count: tasks)
        for _ in 0..<count {
            for place in drawn.indices { drawn[place] = generator.below(tasks) }
            values.append(statistic(drawn))
        }
        // A replicate whose statistic is undefined carries no information about its distribution.
        sorted = values.filter { !$0.isNaN }.sorted()
    }

    /// A quantile of the replicates by linear interpolation (type 7 of Hyndman, Fan 1996).
    package func quantile(_ p: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let place = p * Double(sorted.count - 1)
        let below = Int(place.rounded(.down))
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }

    /// The percentile interval at a confidence level.
    package func percentile(level: Double = 0.95) -> Interval {
        Interval(low: quantile((1 - level) / 2), high: quantile(1 - (1 - level) / 2))
    }
}
