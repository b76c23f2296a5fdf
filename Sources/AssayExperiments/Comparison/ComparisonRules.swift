/// The rules by which two sets of results are compared.
package struct ComparisonRules: Sendable {
    /// Differences of solve rates within this are of no consequence.
    package let margin: Double
    /// The probability of a false alarm.
    package let alpha: Double
    /// The largest share of suspected tampering that is accepted.
    package let mostTampering: Double
    /// Whether verdicts of different assurance tiers on one task are compared.
    package let allowTierMix: Bool
    /// The number of candidates that are compared with the baseline.
    package let family: Int

    /// Makes rules, by default those of two results files.
    package init(
        margin: Double = 0.05, alpha: Double = 0.05, mostTampering: Double = 1, allowTierMix: Bool = false, family: Int = 1
    ) {
        self.margin = margin
        self.alpha = alpha
        self.mostTampering = mostTampering
        self.allowTierMix = allowTierMix
        self.family = family
    }

    /// The same rules for another number of candidates or another α.
    func with(family: Int? = nil, alpha: Double? = nil) -> ComparisonRules {
        ComparisonRules(
            margin: margin, alpha: alpha ?? self.alpha, mostTampering: mostTampering, allowTierMix: allowTierMix,
            family: family ?? self.family)
    }
}
