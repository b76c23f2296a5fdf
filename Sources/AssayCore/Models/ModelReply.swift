package import AssaySupport

/// The answer to a request.
package struct ModelReply: Sendable, Codable, Equatable {
    /// The text of the completion.
    package var text: String
    /// The model's name as the provider gave it.
    package let servedBy: String
    /// The tokens that the provider counted; what it did not count is estimated and marked.
    package var usage: TokenUsage
    /// The raw value of an `AnswerEnd`, or the provider's own word.
    package var finish: String
    /// Why the answer ended; nil for a reason that only the provider has.
    package var end: AnswerEnd? { AnswerEnd(rawValue: finish) }
    /// Seconds from the request to the end of the reply.
    package var seconds: Double
    /// Whether the answer comes from a recording.
    package var recorded: Bool
    /// The files that a command added or changed in its working folder.
    package var files: FileTree?
    /// The paths of the request's files that a command deleted; nil for none.
    package var deleted: [String]?
    /// What a command did in its working folder; nil for an answer that is text alone.
    package var change: Candidate? {
        get { files.map { Candidate(files: $0, deleted: Set(deleted ?? [])) } }
        set {
            files = newValue?.files
            deleted = newValue.flatMap { $0.deleted.isEmpty ? nil : $0.deleted.sorted() }
        }
    }
    /// What the client had to change about the request to get an answer, for people; nil for nothing.
    package var notes: [String]?

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
