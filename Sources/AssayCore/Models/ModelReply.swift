package import AssaySupport

/// One answer.
package struct ModelReply: Sendable, Codable, Equatable {
    /// The text of the completion.
    package var text: String
    /// The model's name as the provider gave it.
    package let servedBy: String
    /// The tokens that the provider counted; what it did not count is estimated and marked.
    package var usage: TokenUsage
    /// The raw value of an `AnswerEnd`, or what the provider said.
    package var finish: String
    /// How the answer ended; nil for a provider's own word that is none of ours.
    package var end: AnswerEnd? { AnswerEnd(rawValue: finish) }
    /// Seconds from the request to the end of the reply.
    package var seconds: Double
    /// Whether the answer comes from a recording.
    package var recorded: Bool
    /// What a command made of the files it was given: those that are new or other than before.
    package var files: FileTree?

    /// Makes a reply.
    package init(
        text: String, servedBy: String, usage: TokenUsage, finish: String, seconds: Double,
        recorded: Bool = false
    ) {
        self.text = text
        self.servedBy = servedBy
        self.usage = usage
        self.finish = finish
        self.seconds = seconds
        self.recorded = recorded
    }
}
