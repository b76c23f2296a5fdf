package import AssayCore

/// Answers from a script, by role of the question's wording; for pipelines without a model.
package actor ScriptedClient: ModelClient {
    private var answers: [String]
    /// Every prompt that was sent, in order.
    package private(set) var prompts: [String] = []

    /// The longest prompt it takes, in bytes.
    private let longest: Int

    /// What each answer costs.
    private let usage: TokenUsage

    package init(_ answers: [String], longest: Int = .max, usage: TokenUsage = TokenUsage(prompt: 10, completion: 5)) {
        self.answers = answers
        self.usage = usage
        self.longest = longest
    }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        prompts.append(request.messages.map(\.content).joined(separator: "\n"))
        guard prompts.last.map({ $0.utf8.count <= longest }) == true else { throw ModelError(.contextLength, "too long") }
        guard !answers.isEmpty else { throw ModelError(.notRecorded, "the script has ended") }
        let text = answers.removeFirst()
        return ModelReply(
            text: text, servedBy: "script", usage: usage,
            finish: "stop", seconds: 0)
    }
}
