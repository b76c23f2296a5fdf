/// How much a model is to think before it answers.
package enum Reasoning: Sendable, Equatable {
    /// The levels that providers offer; none of them offers all.
    package enum Effort: String, Sendable, CaseIterable {
        case none, minimal, low, medium, high, xhigh, max

        /// The tokens of thoughts for models that take a number instead of a level.
        ///
        /// They are the numbers by which Google translates OpenAI's levels for Gemini 2.5 (ai.google.dev/gemini-api/docs/openai).
        var budget: Int {
            switch self {
            case .none: 0
            case .minimal, .low: 1024
            case .medium: 8192
            case .high, .xhigh, .max: 24_576
            }
        }
    }

    case effort(Effort)
    /// At most this many tokens of thoughts.
    case budget(Int)

    /// The number of tokens, for models that take one.
    var tokens: Int {
        switch self {
        case .effort(let effort): effort.budget
        case .budget(let tokens): tokens
        }
    }

    /// The level, for models that take one: the one that comes next to a number of tokens.
    var level: Effort {
        switch self {
        case .effort(let effort): effort
        case .budget(let tokens): tokens <= 2048 ? .low : tokens <= 12_000 ? .medium : .high
        }
    }

    /// The setting as an identity shows it.
    package var shown: String {
        switch self {
        case .effort(let effort): "effort \(effort.rawValue)"
        case .budget(let tokens): "\(tokens) tokens"
        }
    }
}
