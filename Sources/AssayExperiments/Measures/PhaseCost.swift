import AssaySupport

/// What one role spent in one phase of an arm.
package struct PhaseCost: Sendable, Codable {
    package var arm: String
    package var phase: String
    package var role: String
    package var model: String
    package var calls: Int
    package var promptTokens: Int
    package var completionTokens: Int
    package var cachedTokens: Int
    package var seconds: Double
    /// Nil where the model has no price.
    package var cost: Double?

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
