import AssayCore
import AssayStatistics
import AssayStore

/// The first arm of a run, compared with each of the others: what `bench` and `report` show, and `compare` of its arms.
struct ArmComparisons {
    private(set) var pairs: [ExperimentDocument.Pair] = []
    /// Why arms could not be compared, by arm, in the order of the arms.
    private(set) var refusals: [(arm: String, error: NotComparable)] = []

    /// Compares `candidates` with `baseline` by the run's attempts; they are one family.
    init(
        _ record: ExperimentRecord, baseline: String, candidates: [String], attempts all: [AttemptRecord], reasons: [Int64: String],
        rules: ComparisonRules
    ) {
        let rules = rules.with(family: candidates.count)
        let finished = all.comparable
        let a = finished.resultSet(arm: baseline, reasons: reasons, judged: record.judged)
        var results: [Comparison] = []
        var compared: [String] = []
        for other in candidates {
            do throws(NotComparable) {
                let b = finished.resultSet(arm: other, reasons: reasons, judged: record.judged)
                results.append(
                    try record.stop == .sequential
                        ? Comparison.sequential(a, b, gate: all.gate(baseline: baseline, alpha: rules.alpha), rules: rules)
                        : Comparison.make(a, b, rules))
                compared.append(other)
            } catch {
                refusals.append((other, error))
            }
        }
        pairs = zip(compared, Comparison.corrected(results)).map { .init(a: baseline, b: $0, result: $1) }
    }
}
