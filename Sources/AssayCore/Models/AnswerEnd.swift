/// Why a model's answer ended; the raw values are stored with the call.
///
/// Failures of a server, such as an interrupted stream, are errors instead.
package enum AnswerEnd: String, Sendable, Codable, CaseIterable {
    case stop, length, refusal, empty, thinking
    case contentFilter = "content_filter"
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
