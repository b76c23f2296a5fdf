package import AssayCore
package import AssaySupport

/// Everything that happened in one attempt, step by step.
package struct AttemptDocument: Sendable {
    /// One step: a note, and the model call or the verification that hangs on it.
    package struct Step: Sendable {
        /// The pipeline's phase.
        package let phase: StoredWord<Phase>
        /// The log line of the step.
        package let note: String
        /// Tokens of the call; 0 without a call.
        package let spentTokens: TokenUsage
        /// Why the answer of the call ended; nil without an answer.
        package let end: AnswerEnd?
        /// Seconds that the step took.
        package let seconds: Double
        /// The cost of the call with its currency; nil when the model has no price.
        package var cost: String?
        /// The error of the model call, if it failed.
        package let error: String?
        /// The messages that were sent to the model.
        package let asked: [ModelMessage]
        /// The text that the model answered; nil without a call.
        package let reply: String?
        /// The configured name of the model that was called; nil without a call.
        package let model: String?
        /// The report of the verification; nil without one.
        package let report: ReviewReport?
        /// The files of the candidate that was verified.
        package let files: FileTree?
        /// The changes of the files since the previous round, as a unified diff.
        package var difference: String?

        /// The findings of the verification.
        package var findings: [Finding] { report?.findings ?? [] }

        /// Makes a step without cost and difference, which are added when its neighbours are known.
        package init(
            phase: StoredWord<Phase>, note: String, spentTokens: TokenUsage, end: AnswerEnd?, seconds: Double, error: String?,
            asked: [ModelMessage], reply: String?, model: String? = nil, report: ReviewReport?, files: FileTree?
        ) {
            self.phase = phase
            self.note = note
            self.spentTokens = spentTokens
            self.end = end
            self.seconds = seconds
            self.error = error
            self.asked = asked
            self.reply = reply
            self.model = model
            self.report = report
            self.files = files
        }
    }

    /// The id of the run.
    package let run: String
    /// The arm, task and seed of the attempt.
    package let key: AttemptKey
    /// The result of the attempt.
    package let result: AttemptResult
    /// The steps in their order.
    package var steps: [Step]
    /// The change to a repository that it delivers; nil for a task of a suite, and where nothing was delivered.
    package let patch: String?

    /// Makes a document of steps in their order.
    package init(run: String, key: AttemptKey, result: AttemptResult, steps: [Step], patch: String? = nil) {
        self.patch = patch
        self.run = run
        self.key = key
        self.result = result
        self.steps = steps
    }
}
