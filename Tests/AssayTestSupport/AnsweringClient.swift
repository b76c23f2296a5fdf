package import AssayCore

/// Answers each request by a function of the request: plays a model that reads what it is shown.
package actor AnsweringClient: ModelClient {
    private let answer: @Sendable (ModelRequest, Int) -> ModelReply
    /// Every request, in order.
    package private(set) var requests: [ModelRequest] = []
    /// Every prompt that was sent, in order.
    package var prompts: [String] { requests.map { $0.messages.map(\.content).joined(separator: "\n") } }

    /// `answer` gets the request and its number, from 0.
    package init(replying answer: @escaping @Sendable (ModelRequest, Int) -> ModelReply) { self.answer = answer }

    /// `answer` gets the prompt and its number, from 0, and returns a text.
    package init(_ answer: @escaping @Sendable (String, Int) -> String) {
        self.answer = { request, number in
            ModelReply(
                text: answer(request.messages.map(\.content).joined(separator: "\n"), number), servedBy: "script",
                usage: TokenUsage(prompt: 10, completion: 5), finish: "stop", seconds: 0)
        }
    }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        requests.append(request)
        return answer(request, requests.count - 1)
    }
}
