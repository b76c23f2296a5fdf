package import AssayCore

/// One attempt with everything that results contain about it.
package struct MeasuredAttempt: Sendable {
    /// The row id in its store; nil for an attempt that is not from a store.
    package let number: Int64?
    /// The arm, task and seed of the attempt.
    package let key: AttemptKey
    /// How many functions the task asks for; nil where it does not say.
    package let size: Int?
    /// The result of the attempt.
    package let result: AttemptResult
    /// The tags of the checks that failed, one a check.
    package let failingTags: [CheckTag]
    /// The measures of the attempt besides its verdict.
    package let measures: AttemptMeasures

    /// Makes an attempt; one without a number is in no store.
    package init(
        number: Int64? = nil, key: AttemptKey, size: Int? = nil, result: AttemptResult, failingTags: [CheckTag] = [],
        measures: AttemptMeasures = AttemptMeasures()
    ) {
        self.number = number
        self.key = key
        self.size = size
        self.result = result
        self.failingTags = failingTags
        self.measures = measures
    }

    /// Whether all checks passed.
    package var isSolved: Bool { result.isSolved }
    /// Tokens of prompts and completions together.
    package var tokens: Int { result.usage.total }
}
