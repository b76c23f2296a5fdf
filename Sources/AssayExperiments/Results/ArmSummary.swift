import AssayCore
package import AssayStatistics
import AssaySupport

/// The numbers of one arm.
package struct ArmSummary: Sendable {
    package let arm: String
    package let attempts: Int
    package var solved: Int
    package var interval: Interval
    package var promptTokens: Int
    package var completionTokens: Int
    package var cachedTokens: Int
    package var calls: Int
    package var seconds: Double
    /// Attempts that claimed to be done and were not.
    package var falseDone: Int
    package var claimed: Int
    /// What all calls cost; nil where a model has no price.
    package var cost: Double?

    /// Sums up the attempts of one arm.
    package init(arm: String, attempts all: [MeasuredAttempt]) {
        let own = all.filter { $0.key.arm == arm }.map(\.result)
        let usage = own.reduce(TokenUsage()) { $0 + $1.usage }
        self.arm = arm
        attempts = own.count
        solved = own.count(where: \.isSolved)
        interval = Intervals.wilson(solved, of: attempts)
        promptTokens = usage.prompt
        completionTokens = usage.completion
        cachedTokens = usage.cached
        calls = own.reduce(0) { $0 + $1.calls }
        seconds = own.reduce(0) { $0 + $1.seconds }
        cost = own.contains { $0.cost == nil } ? nil : own.reduce(0) { $0 + ($1.cost ?? 0) }
        claimed = own.count(where: \.claimsDone)
        falseDone = own.count { $0.claimsDone && !$0.isSolved }
    }

    package var rate: Double { attempts == 0 ? 0 : Double(solved) / Double(attempts) }
    package var tokens: Int { promptTokens + completionTokens }
}
