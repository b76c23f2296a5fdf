/// How a model's answer ended, as far as it is the model's doing; the raw values are stored with the call.
///
/// What a server does wrong, such as a stream that is cut, is no end of an answer but an error.
package enum AnswerEnd: String, Sendable, Codable, CaseIterable {
    case stop, length, refusal, empty, thinking
    case contentFilter = "content_filter"
    case toolCalls = "tool_calls"

    /// What is the matter with the answer; nil for a regular end.
    package var words: String? {
        switch self {
        case .stop: nil
        case .length: "cut at max_tokens"
        case .refusal: "a refusal"
        case .empty: "empty"
        case .thinking: "none, thinking used up max_tokens"
        case .contentFilter: "withheld by the provider's filter"
        case .toolCalls: "none, only calls of tools that were not offered"
        }
    }
}
