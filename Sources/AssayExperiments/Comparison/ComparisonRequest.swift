/// A baseline, its candidates, and by which rules they are compared.
package struct ComparisonRequest: Sendable {
    package let baseline: ResultSource
    package let candidates: [ResultSource]
    /// Differences within this are of no consequence.
    package let margin: Double
    /// The probability of a false alarm.
    package let alpha: Double
    /// The largest share of suspected tampering that is accepted.
    package let mostTampering: Double
    /// Whether verdicts of different assurance tiers are compared.
    package let allowTierMix: Bool

    /// A candidate's result under the names of both sides.
    package struct Result: Sendable {
        package let baseline: String
        package let candidate: String
        package let comparison: Comparison
    }

    package init(
        baseline: ResultSource, candidates: [ResultSource], margin: Double, alpha: Double, mostTampering: Double, allowTierMix: Bool
    ) {
        self.baseline = baseline
        self.candidates = candidates
        self.margin = margin
        self.alpha = alpha
        self.mostTampering = mostTampering
        self.allowTierMix = allowTierMix
    }

    /// Loads both sides and compares each candidate with the baseline.
    ///
    /// - Throws: `NotComparable` when that says nothing, `InputError` or `HarnessError` when a side cannot be read.
    package func results() throws -> [Result] {
        let left = try baseline.load()
        let right = try candidates.map { try $0.load() }
        let comparisons =
            if right.count == 1, let gate = try baseline.gate(against: candidates[0], alpha: alpha) {
                [try Comparison.sequential(left, right[0], gate, margin: margin, allowTierMix: allowTierMix)]
            } else {
                try Comparison.family(
                    left, right, margin: margin, alpha: alpha, allowTierMix: allowTierMix, mostTampering: mostTampering)
            }
        return zip(right, comparisons).map { Result(baseline: left.name, candidate: $0.name, comparison: $1) }
    }
}
