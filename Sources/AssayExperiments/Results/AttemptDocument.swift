package import AssayCore
package import AssaySupport

/// Everything that happened in one attempt, step by step.
package struct AttemptDocument: Sendable {
    /// One step: a note, and the model call or the verification that hangs on it.
    package struct Step: Sendable {
        package let phase: String
        package let note: String
        package let tokens: Int
        package let cached: Int
        package let seconds: Double
        /// What the call cost, with the currency; nil where the model has no price.
        package var cost: String?
        package let error: String?
        package let asked: [ModelMessage]
        package let reply: String?
        package let findings: [Finding]
        package let files: FileTree?
        /// What the files changed against the round before, as a unified diff.
        package var difference: String?

        package init(
            phase: String, note: String, tokens: Int, cached: Int, seconds: Double, error: String?,
            asked: [ModelMessage], reply: String?, findings: [Finding], files: FileTree?
        ) {
            self.phase = phase
            self.note = note
            self.tokens = tokens
            self.cached = cached
            self.seconds = seconds
            self.error = error
            self.asked = asked
            self.reply = reply
            self.findings = findings
            self.files = files
        }
    }

    package let run: String
    package let key: AttemptKey
    package let result: AttemptResult
    package var steps: [Step]

    package init(run: String, key: AttemptKey, result: AttemptResult, steps: [Step]) {
        self.run = run
        self.key = key
        self.result = result
        self.steps = steps
    }
}
