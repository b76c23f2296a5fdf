package import AssayCore
package import AssaySupport

/// An attempt with what the formats of other tools ask of it.
package struct ExportedAttempt: Sendable {
    /// The attempt with its measures.
    package let measured: MeasuredAttempt
    /// When it began, in seconds since 1970.
    package let started: Double
    /// The first prompt of the attempt.
    package let prompt: String
    /// The delivered files.
    package let files: FileTree
    /// The first finding, where the attempt failed.
    package let reason: String?
    /// The token usage by model.
    package let usage: [String: TokenUsage]

    /// Adds to an attempt what the store knows of its calls and its candidate.
    package init(
        _ measured: MeasuredAttempt, started: Double, prompt: String, files: FileTree, reason: String?, usage: [String: TokenUsage]
    ) {
        self.measured = measured
        self.started = started
        self.prompt = prompt
        self.files = files
        self.reason = reason
        self.usage = usage
    }
}
