import AssaySupport

/// What one role spent in one phase of an arm.
package struct PhaseCost: Sendable, Codable {
    /// The name of the arm.
    package let arm: String
    /// The pipeline's phase.
    package let phase: String
    /// The role that was asked.
    package let role: String
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
    /// Seconds that the calls took together.
    package let seconds: Double
    /// Nil where the model has no price.
    package let cost: Double?

    /// Makes the costs of one role in one phase; `cost` is nil where the model has no price.
    package init(
        arm: String, phase: String, role: String, model: String, calls: Int, promptTokens: Int, completionTokens: Int,
        cachedTokens: Int, seconds: Double, cost: Double?
    ) {
        self.arm = arm
        self.phase = phase
        self.role = role
        self.model = model
        self.calls = calls
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.cachedTokens = cachedTokens
        self.seconds = seconds
        self.cost = cost
    }
}
