package import AssayCore
package import AssaySupport

/// Everything that happened in one attempt, step by step.
package struct AttemptDocument: Sendable {
    /// One step: a note, and the model call or the verification that hangs on it.
    package struct Step: Sendable {
        package var phase: String
        package var note: String
        package var tokens: Int
        package var cached: Int
        package var seconds: Double
        /// What the call cost, with the currency; nil where the model has no price.
        package var cost: String?
        package var error: String?
        package var asked: [ModelMessage]
        package var reply: String?
        package var findings: [Finding]
        package var files: FileTree?
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

        /// What the step cost, or nothing.
        var usage: String {
            tokens > 0 ? "(\(tokens) tokens, \(cached) cached, \(Text.decimal(seconds, 1)) s\(cost.map { ", \($0)" } ?? ""))" : ""
        }
    }
    package var run: String
    package var task: String
    package var arm: String
    package var seed: Int
    package var verdict: String
    package var stopped: String
    package var steps: [Step]

    package init(
        run: String, task: String, arm: String, seed: Int, verdict: String, stopped: String,
        steps: [Step]
    ) {
        self.run = run
        self.task = task
        self.arm = arm
        self.seed = seed
        self.verdict = verdict
        self.stopped = stopped
        self.steps = steps
    }

    var title: String { "\(task) · \(arm) · seed \(seed): \(verdict)" }
}
