import AssayCore
import AssaySupport

/// Token counts as a server reported them; nil where it reported none that is plausible.
struct TokenCounts: Sendable {
    /// Tokens of the prompt, including cached ones.
    var prompt: Int?
    /// Tokens of the completion, including thoughts.
    var completion: Int?
    /// Tokens of the prompt that came from the provider's cache.
    var cached: Int?

    /// The usage of one call, with unknown counts estimated and marked as estimates.
    ///
    /// Estimates serve budgets, so they are rather too high: one token for three bytes, and the whole limit where the answer
    /// was cut off by it. A prompt or a text cannot have 0 tokens, so a reported 0 counts as unknown there.
    func usage(of request: ModelRequest, text: String, thoughtBytes: Int, end: String) -> TokenUsage {
        var usage = TokenUsage()
        if let prompt, prompt > 0 {
            usage.prompt = prompt
        } else {
            usage.prompt = max(1, request.worstUsage.prompt)
            usage.estimated += usage.prompt
        }
        let bytes = text.utf8.count + thoughtBytes
        if let completion, completion > 0 || bytes == 0 {
            usage.completion = completion
        } else {
            let isCut = [AnswerEnd.length.rawValue, AnswerEnd.thinking.rawValue].contains(end)
            usage.completion = max((bytes + 2) / 3, isCut ? request.maxTokens : 0)
            usage.estimated += usage.completion
        }
        usage.cached = min(cached ?? 0, usage.prompt)
        return usage
    }
}

extension JSONValue {
    /// A count of tokens; nil for any value that cannot be one: null, negative or above a billion.
    var tokens: Int? {
        guard let value = number, value >= 0, value <= 1e9 else { return nil }
        return Int(value.rounded())
    }
}
