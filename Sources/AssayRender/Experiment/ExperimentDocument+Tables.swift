import AssayCore
import AssayExperiments

extension ExperimentDocument {
    /// A table below the verdict.
    struct Table {
        let title: String
        let rows: [[String]]
    }

    /// The tables below the verdict, without empty ones.
    func tables(methods: Bool) -> [Table] {
        [
            Table(title: "Where the arms fail", rows: ExperimentText.tags(attempts, arms)),
            Table(title: "Measures, with their 95 % intervals", rows: MetricText.table(metrics, methods: methods)),
            Table(title: "Fix rounds", rows: MetricText.rounds(attempts, arms.map(\.arm))),
            Table(title: "Where tokens and time go", rows: MetricText.phases(phases, currency: currency)),
        ].filter { $0.rows.count > 1 }
    }

    /// The attempts that are done, by task, seed and arm.
    var sortedAttempts: [MeasuredAttempt] {
        every.filter { $0.result.status == .done }.sorted {
            ($0.key.pair.task, $0.key.seed, $0.key.arm) < ($1.key.pair.task, $1.key.seed, $1.key.arm)
        }
    }
}
