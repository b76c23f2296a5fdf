import AssayCore
import AssaySupport

/// Token counts as a server gave them; nil where it gave none that can be.
struct TokenCounts: Sendable {
    /// Tokens of the prompt, the cached ones included.
    var prompt: Int?
    /// Tokens of the completion, thoughts included.
    var completion: Int?
    /// Prompt tokens that came from the provider's cache.
    var cached: Int?

    /// The usage of one call, in which an estimate takes the place of what is unknown and is marked as such.
    ///
    /// The estimate is for budgets, so it is rather too high: three bytes a token, and the whole limit where the answer
    /// was cut at it. No prompt is without tokens and no text either, so there 0 is unknown too.
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
    /// A count of tokens; nil for what is none, such as null, a negative number or more than a billion.
    var tokens: Int? {
        guard let value = number, value >= 0, value <= 1e9 else { return nil }
        return Int(value.rounded())
    }
}
