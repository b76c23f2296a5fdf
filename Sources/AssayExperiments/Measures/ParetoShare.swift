import AssayStatistics
import AssaySupport

extension ArmMetrics {
    /// Measures every arm, the first being the baseline, and says which are beaten in both solve rate and tokens.
    package static func all(_ arms: [String], _ attempts: [MeasuredAttempt]) -> [ArmMetrics] {
        var measured = arms.enumerated().map { index, arm in measure(arm, attempts, against: index == 0 ? nil : arms[0]) }
        guard arms.count > 1 else { return measured }
        for (index, metric) in pareto(arms, attempts).enumerated() { measured[index].metrics.append(metric) }
        return measured
    }

    /// The share of bootstrap samples of tasks in which each arm is on the Pareto front, which shows how near the others are.
    private static func pareto(_ arms: [String], _ attempts: [MeasuredAttempt]) -> [Metric] {
        let grouped = arms.map { TaskAttempts.grouped(attempts, arm: $0) }
        let tasks = grouped.map { Set($0.map(\.task)) }.reduce(nil as Set<ExactName>?) { $0?.intersection($1) ?? $1 } ?? []
        let shared = grouped.map { $0.filter { tasks.contains($0.task) } }
        func front(_ drawn: some Sequence<Int>) -> [Int] {
            Pareto.front(
                shared.map { own in
                    drawn.reduce(into: (solveRate: 0.0, cost: 0.0)) { point, index in
                        point.solveRate += own[index].rate
                        point.cost += own[index].tokensEach
                    }
                })
        }
        guard !tasks.isEmpty else {
            return arms.map { _ in Metric("pareto", "on the Pareto front", .share, value: nil, interval: nil, method: "no task in common") }
        }
        var counts = Array(repeating: 0, count: arms.count)
        var generator = SplitMix64(seed: 1)
        for _ in 0..<Metric.replicates {
            for arm in front((0..<tasks.count).map { _ in generator.below(tasks.count) }) { counts[arm] += 1 }
        }
        let now = front(0..<tasks.count)
        return arms.indices.map { arm in
            Metric(
                "pareto", "on the Pareto front (solve rate, tokens)", .share, value: Double(counts[arm]) / Double(Metric.replicates), interval: nil,
                method: (now.contains(arm) ? "on it" : "beaten") + "; share of \(Metric.replicates) draws of the tasks in which it is on it")
        }
    }
}
