/// Token counts by the provider, or estimates where it gave none.
package struct TokenUsage: Sendable, Equatable {
    /// Tokens of the prompts, the cached ones included.
    package var prompt = 0
    /// Tokens of the completions.
    package var completion = 0
    /// Prompt tokens that the provider served from its cache.
    package var cached = 0
    /// The part of the prompt and completion tokens that is estimated because the provider gave no count.
    package var estimated = 0
    /// Tokens of prompts and completions together.
    package var total: Int { prompt + completion }
    /// The total as text, marked where a part of it is an estimate.
    package var totalText: String { (estimated > 0 ? "≈" : "") + "\(total)" }
    /// Makes a usage of token counts.
    package init(prompt: Int = 0, completion: Int = 0, cached: Int = 0, estimated: Int = 0) {
        self.prompt = prompt
        self.completion = completion
        self.cached = cached
        self.estimated = estimated
    }
    /// Adds two usages.
    package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        TokenUsage(
            prompt: left.prompt + right.prompt, completion: left.completion + right.completion,
            cached: left.cached + right.cached, estimated: left.estimated + right.estimated)
    }
}

extension TokenUsage: Codable {
    private enum CodingKeys: String, CodingKey { case prompt, completion, cached, estimated }

    /// Reads a usage; recordings of older versions contain no estimates.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        prompt = try values.decode(Int.self, forKey: .prompt)
        completion = try values.decode(Int.self, forKey: .completion)
        cached = try values.decode(Int.self, forKey: .cached)
        estimated = try values.decodeIfPresent(Int.self, forKey: .estimated) ?? 0
    }

    /// Writes a usage; estimates only where there are any.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(prompt, forKey: .prompt)
        try values.encode(completion, forKey: .completion)
        try values.encode(cached, forKey: .cached)
        if estimated > 0 { try values.encode(estimated, forKey: .estimated) }
    }
}
