import AssayCore
import AssayStatistics
import AssayStore

/// The first arm of a run, compared with each of the others.
struct ArmComparisons {
    private(set) var pairs: [ExperimentDocument.Pair] = []
    /// Why arms could not be compared.
    private(set) var refusals: [String] = []

    /// `all` are the attempts of the run, `finished` those that may be compared.
    init(
        _ record: ExperimentRecord, arms: [String], all: [AttemptRecord], finished: [AttemptRecord], reasons: [Int64: String]
    ) {
        guard let baseline = arms.first else { return }
        let a = finished.resultSet(arm: baseline, reasons: reasons)
        var results: [Comparison] = []
        var compared: [String] = []
        for other in arms.dropFirst() {
            do {
                let b = finished.resultSet(arm: other, reasons: reasons)
                results.append(
                    try record.stop == .sequential
                        ? Comparison.sequential(
                            a, b, all.gate(baseline: baseline, alpha: record.alpha), margin: record.margin, allowTierMix: true)
                        : Comparison.make(a, b, margin: record.margin, alpha: record.alpha, allowTierMix: true))
                compared.append(other)
            } catch {
                refusals.append("\(baseline) → \(other): not comparable: \(error)")
            }
        }
        pairs = zip(compared, Comparison.corrected(results, alpha: record.alpha)).map { .init(a: baseline, b: $0, result: $1) }
    }
}
