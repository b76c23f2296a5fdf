/// Tokens as the provider counted them.
package struct TokenUsage: Sendable, Codable, Equatable {
    /// Tokens of the prompts, the cached ones included.
    package var prompt = 0
    /// Tokens of the completions.
    package var completion = 0
    /// Prompt tokens that the provider served from its cache.
    package var cached = 0
    /// Tokens of prompts and completions together.
    package var total: Int { prompt + completion }
    /// Makes a usage of token counts.
    package init(prompt: Int = 0, completion: Int = 0, cached: Int = 0) {
        self.prompt = prompt
        self.completion = completion
        self.cached = cached
    }
    /// Adds two usages.
    package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        TokenUsage(
            prompt: left.prompt + right.prompt, completion: left.completion + right.completion,
            cached: left.cached + right.cached)
    }
}
