/// The field `thinking` of Anthropic's Messages interface.
struct AnthropicThinking: Encodable, Equatable {
    /// `adaptive`, `enabled` or `disabled`.
    private let type: String
    private let budgetTokens: Int?
    /// The least number of tokens that the interface takes.
    private static let least = 1024

    /// Whether the model thinks.
    var isOn: Bool { type != "disabled" }

    /// Makes the field for a request of at most `limit` output tokens, of which the thoughts are a part; nil where they leave no room.
    init?(_ reasoning: Reasoning, _ thinking: RequestShape.Thinking, limit: Int) {
        if reasoning == .effort(.none) {
            (type, budgetTokens) = ("disabled", nil)
            return
        }
        if thinking == .adaptive, case .effort = reasoning {
            (type, budgetTokens) = ("adaptive", nil)
            return
        }
        // At least half of the limit stays for the answer.
        let budget = min(reasoning.tokens, limit / 2)
        guard budget >= Self.least else { return nil }
        (type, budgetTokens) = ("enabled", budget)
    }

    /// The level for `output_config.effort`, which begins at `low`; nil for none.
    static func effort(_ reasoning: Reasoning) -> String? {
        guard case .effort(let effort) = reasoning else { return nil }
        switch effort {
        case .none: return nil
        case .minimal, .low: return Reasoning.Effort.low.rawValue
        case .medium, .high, .xhigh, .max: return effort.rawValue
        }
    }
}
