/// Mean, standard deviation (n − 1) and standard error of independent values.
package struct Moments: Sendable {
    /// The arithmetic mean.
    package let mean: Double
    /// The standard deviation, with n − 1 in the denominator.
    package let deviation: Double
    /// The standard error of the mean.
    package let error: Double

    /// Computes them of at least two values; of fewer, deviation and error are not numbers.
    package init(_ values: [Double]) {
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        deviation = (squares / (n - 1)).squareRoot()
        error = deviation / n.squareRoot()
    }
}

/// The mean of clustered values, with a cluster-robust standard error: several seeds of one task are not several tasks.
package struct ClusteredMean: Sendable {
    /// The mean of all values.
    package let mean: Double
    /// The cluster-robust standard error (Liang, Zeger 1986; Miller 2024, appendix A) times √(G/(G − 1)) for G clusters.
    package let cr1: Double
    /// The number of clusters.
    package let clusters: Int

    /// Takes the values of each cluster.
    package init(_ values: [[Double]]) {
        let all = values.flatMap { $0 }
        let average = Moments(all).mean
        mean = average
        let sums = values.map { cluster in cluster.reduce(0) { $0 + $1 - average } }
        let uncorrected = sums.reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(all.count)
        clusters = values.count
        cr1 = uncorrected * (Double(clusters) / Double(clusters - 1)).squareRoot()
    }

    /// Whether every cluster has the same mean, so that their spread says nothing of how sure it is.
    package var isUniform: Bool { clusters < 2 || cr1 < 1e-12 }

    /// Student's t interval of the mean, with G − 1 degrees of freedom.
    package func interval(level: Double = 0.95) -> Interval {
        Intervals.student(mean, error: cr1, df: clusters - 1, level: level)
    }

    /// Student's t interval within the range of the values; the exact bound where all clusters are alike.
    package func interval(within range: ClosedRange<Double>, level: Double = 0.95) -> Interval {
        isUniform
            ? ExactBound.interval(mean, tasks: clusters, within: range, alpha: 1 - level)
            : interval(level: level).clipped(to: range)
    }
}
