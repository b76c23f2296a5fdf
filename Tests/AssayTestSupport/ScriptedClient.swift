package import AssayCore

/// Answers from a script, by role of the question's wording; for pipelines without a model.
package actor ScriptedClient: ModelClient {
    private var answers: [String]
    /// Every prompt that was sent, in order.
    package private(set) var prompts: [String] = []

    package init(_ answers: [String]) { self.answers = answers }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        prompts.append(request.messages.map(\.content).joined(separator: "\n"))
        guard !answers.isEmpty else { throw ModelError(.notRecorded, "the script has ended") }
        let text = answers.removeFirst()
        return ModelReply(
            text: text, servedBy: "script", usage: TokenUsage(prompt: 10, completion: 5),
            finish: "stop", seconds: 0)
    }
}
