package import AssayStatistics

/// One measured number of an arm: what it is, how sure it is, and by which method.
package struct Metric: Sendable, Codable {
    /// The unit of a metric: a share of 1, a count, tokens, seconds, money, a ratio of two arms, or points of the solve rate.
    package enum Unit: String, Sendable, Codable { case share, count, tokens, seconds, money, ratio, points }

    /// Stable name for machines, such as `tokens_per_solved`.
    package let id: String
    /// Words for people.
    package let name: String
    /// The unit of the value and of the interval's ends.
    package let unit: Unit
    /// The value; nil when there is none, for the reason in `method`.
    package var value: Double?
    /// The 95 % interval; nil with fewer than two tasks, whose spread cannot be estimated.
    package let interval: Interval?
    /// The name of the interval's method, or why there is no value.
    package var method: String
    /// The counts behind a proportion.
    package let count: Int?
    /// The number of things of which `count` were counted.
    package let of: Int?
    /// Whether tokens or money that it is made of are in part estimates.
    package var estimated = false

    /// Makes a metric; values and intervals that are not finite are left out.
    package init(
        _ id: String, _ name: String, _ unit: Unit, value: Double?, interval: Interval?, method: String, count: Int? = nil, of: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.unit = unit
        self.value = value.flatMap { $0.isFinite ? $0 : nil }
        self.interval = interval.flatMap { $0.low.isFinite && $0.high.isFinite ? $0 : nil }
        self.method = method
        self.count = count
        self.of = of
    }
}

/// The metrics of one arm, in the order in which they are shown.
package struct ArmMetrics: Sendable, Codable {
    /// The name of the arm.
    package let arm: String
    /// The metrics in the order in which they are shown.
    package var metrics: [Metric]
}

extension Metric {
    /// A proportion of independent things (Wilson 1927).
    static func wilson(_ id: String, _ name: String, _ count: Int, of n: Int) -> Metric {
        Metric(
            id, name, .share, value: n == 0 ? nil : Double(count) / Double(n), interval: n == 0 ? nil : Intervals.wilson(count, of: n),
            method: n == 0 ? "there was none" : "Wilson", count: count, of: n)
    }

    /// A rare event; exact, so that none seen is not none possible (Clopper, Pearson 1934).
    static func rare(_ id: String, _ name: String, _ count: Int, of n: Int) -> Metric {
        Metric(
            id, name, .share, value: n == 0 ? nil : Double(count) / Double(n), interval: n == 0 ? nil : Intervals.clopperPearson(count, of: n),
            method: n == 0 ? "there was none" : "Clopper-Pearson", count: count, of: n)
    }

    /// A mean of values in clusters, one for each task; `within` is the range of possible values.
    ///
    /// Where all tasks are alike, the interval is the exact bound if the range is finite, and else there is none.
    static func mean(
        _ id: String, _ name: String, _ unit: Unit, of values: [[Double]], within: ClosedRange<Double> = 0...Double.infinity,
        count: Int? = nil, total: Int? = nil
    ) -> Metric {
        let clusters = values.filter { !$0.isEmpty }
        guard !clusters.isEmpty else { return Metric(id, name, unit, value: nil, interval: nil, method: "there was none") }
        let mean = ClusteredMean(clusters)
        let isBounded = within.lowerBound.isFinite && within.upperBound.isFinite
        let alike = clusters.count > 1 ? "all tasks alike" : "one task"
        return Metric(
            id, name, unit, value: mean.mean, interval: mean.isUniform && !isBounded ? nil : mean.interval(within: within),
            method: mean.isUniform ? alike + (isBounded ? ", exact bound" : "") : "mean, errors clustered by task (CR1)",
            count: count, of: total)
    }

    /// One sum by another, such as tokens by solved tasks; its interval by the bootstrap over tasks.
    static func ratio(_ id: String, _ name: String, _ unit: Unit, of tasks: [(above: Double, below: Double)]) -> Metric {
        func quotient(_ rows: some Sequence<(above: Double, below: Double)>) -> Double {
            let sum = rows.reduce((0.0, 0.0)) { ($0.0 + $1.above, $0.1 + $1.below) }
            return sum.1 == 0 ? .infinity : sum.0 / sum.1
        }
        let value = quotient(tasks)
        guard value.isFinite else { return Metric(id, name, unit, value: nil, interval: nil, method: "nothing to divide by") }
        guard tasks.count > 1 else { return Metric(id, name, unit, value: value, interval: nil, method: "one task") }
        let drawn = Bootstrap(tasks: tasks.count, seed: 1, replicates: replicates) { indices in quotient(indices.lazy.map { tasks[$0] }) }
        return Metric(id, name, unit, value: value, interval: drawn.percentile(), method: "bootstrap over tasks")
    }

    /// Enough for two digits of an interval's ends, and quick on large runs.
    static let replicates = 2000
}
