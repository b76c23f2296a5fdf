/// The verdict on two arms, the first of which is the baseline; `Decision.verdict(by:)` computes it.
package enum ComparisonVerdict: String, Sendable, Codable, CaseIterable {
    /// The second arm solves more tasks: the difference is significant and its interval lies above 0.
    case improved
    /// The arms solve equally many tasks: a difference of the margin or more is ruled out.
    case equivalent
    /// The second arm solves fewer tasks: the difference is significant and its interval lies below 0.
    case regressed
    /// The data decide none of the other three, or there are too few tasks.
    case inconclusive
}
