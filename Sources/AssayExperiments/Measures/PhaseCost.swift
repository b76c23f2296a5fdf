package import AssayCore

/// The cost of one role in one phase of an arm with one model.
package struct PhaseCost: Sendable, Codable {
    /// The name of the arm.
    package let arm: String
    /// The pipeline's phase.
    package let phase: StoredWord<Phase>
    /// The role that was asked.
    package let role: StoredWord<Role>
    /// The name of the model.
    package let model: String
    /// The number of model calls.
    package let calls: Int
    /// Tokens of all prompts, the cached ones included.
    package let promptTokens: Int
    /// Tokens of all completions.
    package let completionTokens: Int
    /// Prompt tokens that the provider served from its cache.
    package let cachedTokens: Int
    /// How many of the tokens of prompts and completions are estimates of what no provider told.
    package let estimatedTokens: Int
    /// Whether a part of the tokens, and so of the money, is an estimate.
    package let estimated: Bool
    /// Seconds that the calls took together.
    package let seconds: Double
    /// The cost; nil when the model has no price.
    package let cost: Double?

    /// Makes the costs of one role in one phase.
    package init(
        arm: String, phase: StoredWord<Phase>, role: StoredWord<Role>, model: String, calls: Int, usage: TokenUsage, seconds: Double, cost: Double?
    ) {
        self.arm = arm
        self.phase = phase
        self.role = role
        self.model = model
        self.calls = calls
        promptTokens = usage.prompt
        completionTokens = usage.completion
        cachedTokens = usage.cached
        estimatedTokens = usage.estimated
        estimated = usage.estimated > 0
        self.seconds = seconds
        self.cost = cost
    }
}
