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
    /// Seconds that the calls took together.
    package let seconds: Double
    /// The cost; nil when the model has no price.
    package let cost: Double?
}
