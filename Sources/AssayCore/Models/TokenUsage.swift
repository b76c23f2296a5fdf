/// Tokens as the provider counted them.
package struct TokenUsage: Sendable, Codable, Equatable {
    package var prompt = 0
    package var completion = 0
    package var cached = 0
    package var total: Int { prompt + completion }
    package init(prompt: Int = 0, completion: Int = 0, cached: Int = 0) {
        self.prompt = prompt
        self.completion = completion
        self.cached = cached
    }
    package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        TokenUsage(
            prompt: left.prompt + right.prompt, completion: left.completion + right.completion,
            cached: left.cached + right.cached)
    }
}
