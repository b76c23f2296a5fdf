/// Why a model's answer ended; the raw values are stored with the call.
///
/// Failures of a server, such as an interrupted stream, are errors instead.
package enum AnswerEnd: String, Sendable, Codable, CaseIterable {
    /// The model ended its answer.
    case stop
    /// The answer was cut at the limit of tokens.
    case length
    /// The model refused to answer.
    case refusal
    /// The answer is empty.
    case empty
    /// Thinking used up the limit of tokens before an answer began.
    case thinking
    /// A filter of the provider withheld the answer or the prompt.
    case contentFilter = "content_filter"
    /// The model only called tools, though none were offered.
    case toolCalls = "tool_calls"

    /// The problem with the answer, for people; nil for a regular end.
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
