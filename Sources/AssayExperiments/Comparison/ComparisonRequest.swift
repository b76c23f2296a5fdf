import AssayStore
import AssaySupport

/// A baseline, its candidates, and by which rules they are compared.
package struct ComparisonRequest: Sendable {
    /// The baseline of the comparison.
    package let baseline: ResultSource
    /// The candidates that are compared with the baseline.
    package let candidates: [ResultSource]
    /// The equivalence margin; nil for that of the run whose arms are compared, or else 0.05.
    package let margin: Double?
    /// The significance level; nil for that of the run whose arms are compared, or else 0.05.
    package let alpha: Double?
    /// The largest share of suspected tampering that is accepted.
    package let mostTampering: Double
    /// Whether verdicts of different assurance tiers on one task are compared.
    package let allowTierMix: Bool

    /// Asks for a comparison; nothing is read yet.
    package init(
        baseline: ResultSource, candidates: [ResultSource], margin: Double?, alpha: Double?, mostTampering: Double, allowTierMix: Bool
    ) {
        self.baseline = baseline
        self.candidates = candidates
        self.margin = margin
        self.alpha = alpha
        self.mostTampering = mostTampering
        self.allowTierMix = allowTierMix
    }

    /// The rules, with a run's own where none were given.
    private func rules(margin own: Double = 0.05, alpha usual: Double = 0.05) -> ComparisonRules {
        ComparisonRules(
            margin: margin ?? own, alpha: alpha ?? usual, mostTampering: mostTampering, allowTierMix: allowTierMix,
            family: candidates.count)
    }

    /// Loads both sides and compares each candidate with the baseline.
    ///
    /// Arms of one run are compared as `bench` compares them, so that both say the same: an arm that is held against the
    /// run's first one belongs to the family of all arms that are.
    ///
    /// - Throws: `NotComparable` when that says nothing, `InputError` or `HarnessError` when a side cannot be read.
    package func results() async throws -> [ExperimentDocument.Pair] {
        guard case .arm(let arm, let run, let store) = baseline,
            case let names = candidates.compactMap({ $0.arm(ofRun: run.id, in: store.path) }), names.count == candidates.count
        else {
            // Files may be large, so the baseline is read at the same time as the candidates.
            async let first = baseline.load()
            let right = try candidates.map { try $0.load() }
            let left = try await first
            let comparisons = try Comparison.family(left, right, rules())
            return zip(right, comparisons).map { .init(a: left.name, b: $0.name, result: $1) }
        }
        let arms = try store.arms(of: run.id).map(\.name)
        let compared = ArmComparisons(
            run, baseline: arm, candidates: arm == arms.first ? Array(arms.dropFirst()) : names.uniqued(), attempts: try store.attempts(of: run.id),
            reasons: try store.reasons(of: run.id), rules: rules(margin: run.margin, alpha: run.alpha))
        return try names.map { name in
            if let pair = compared.pairs.first(where: { $0.b == name }) { return pair }
            throw compared.refusals.first { $0.arm == name }?.error
                ?? NotComparable(description: "\(name) is the baseline itself; name another arm")
        }
    }
}
