import Glibc

/// Mean, standard deviation (n − 1) and standard error of independent values.
package struct Moments: Sendable {
    package let mean: Double
    package let deviation: Double
    package let error: Double

    package init(_ values: [Double]) {
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        deviation = (squares / (n - 1)).squareRoot()
        error = deviation / n.squareRoot()
    }
}

/// A mean whose values come in clusters: several seeds of one task are not several tasks.
package struct ClusteredMean: Sendable {
    package let mean: Double
    /// As if every value stood alone.
    package let naive: Double
    /// The cluster-robust error without correction (Liang, Zeger 1986; Miller 2024, appendix A).
    package let cr0: Double
    /// The same times √(G/(G − 1)) for G clusters.
    package let cr1: Double
    package let clusters: Int

    /// The values of each cluster.
    package init(_ values: [[Double]]) {
        let all = values.flatMap { $0 }
        let moments = Moments(all)
        mean = moments.mean
        naive = moments.error
        let average = moments.mean
        let sums = values.map { cluster in cluster.reduce(0) { $0 + $1 - average } }
        cr0 = sums.reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(all.count)
        clusters = values.count
        cr1 = cr0 * (Double(clusters) / Double(clusters - 1)).squareRoot()
    }

    /// Student's interval by the corrected error, with G − 1 degrees of freedom.
    package func interval(level: Double = 0.95) -> Interval {
        Intervals.student(mean, error: cr1, df: clusters - 1, level: level)
    }
}

/// How much of the scatter lies between tasks and how much between seeds of one task (one-way analysis of variance).
package struct VarianceComponents: Sendable {
    package let within: Double
    package let between: Double
    /// The variance of tasks themselves.
    package let tasks: Double
    /// The intraclass correlation ICC(1) (Shrout, Fleiss 1979).
    package let correlation: Double
    /// How many times the variance of a mean grows because seeds of a task are alike (Kish 1965).
    package let designEffect: Double

    /// The values of each task, equally many.
    package init(_ values: [[Double]]) {
        let seeds = Double(values.first?.count ?? 0)
        let groups = Double(values.count)
        let means = values.map { $0.reduce(0, +) / seeds }
        let whole = means.reduce(0, +) / groups
        var inner = 0.0
        for (task, mean) in zip(values, means) { inner += task.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
        within = inner / (groups * (seeds - 1))
        between = seeds * means.reduce(0) { $0 + ($1 - whole) * ($1 - whole) } / (groups - 1)
        tasks = (between - within) / seeds
        correlation = (between - within) / (between + (seeds - 1) * within)
        designEffect = 1 + (seeds - 1) * correlation
    }
}
