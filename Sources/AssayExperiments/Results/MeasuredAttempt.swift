package import AssayCore

/// One attempt with everything that results tell of it.
package struct MeasuredAttempt: Sendable {
    /// Its number in its store, if it has one.
    package let number: Int64?
    package let key: AttemptKey
    package let result: AttemptResult
    /// The tags of the checks that failed, one a check.
    package let failingTags: [CheckTag]
    package let measures: AttemptMeasures

    package init(
        number: Int64? = nil, key: AttemptKey, result: AttemptResult, failingTags: [CheckTag] = [],
        measures: AttemptMeasures = AttemptMeasures()
    ) {
        self.number = number
        self.key = key
        self.result = result
        self.failingTags = failingTags
        self.measures = measures
    }

    package var isSolved: Bool { result.isSolved }
    package var tokens: Int { result.usage.total }
}
