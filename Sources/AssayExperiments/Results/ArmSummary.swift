import AssayCore
package import AssayStatistics
import AssaySupport

/// The numbers of one arm.
package struct ArmSummary: Sendable {
    /// The name of the arm.
    package let arm: String
    /// The number of finished attempts.
    package let attempts: Int
    /// The number of attempts that passed all checks.
    package let solved: Int
    /// The 95 % interval of the solve rate: errors clustered by task, since several seeds of one task are not several tasks.
    package let interval: Interval
    /// Whether all tasks have the same rate, so that the interval is the exact bound.
    package let isUniform: Bool
    /// Tokens of all prompts, the cached ones included.
    package let promptTokens: Int
    /// Tokens of all completions.
    package let completionTokens: Int
    /// Prompt tokens that the provider served from its cache.
    package let cachedTokens: Int
    /// The part of the tokens that is estimated because no provider counted them.
    package let estimatedTokens: Int
    /// The number of model calls.
    package let calls: Int
    /// Seconds that the attempts took together.
    package let seconds: Double
    /// Attempts that claimed to be done and were not.
    package let falseDone: Int
    /// Attempts that claimed to be done.
    package let claimed: Int
    /// The cost of all calls; nil when a model has no price.
    package let cost: Double?

    /// Sums up the attempts of one arm.
    package init(arm: String, attempts all: [MeasuredAttempt]) {
        let own = all.filter { $0.key.arm == arm }.map(\.result)
        let usage = own.reduce(TokenUsage()) { $0 + $1.usage }
        self.arm = arm
        attempts = own.count
        solved = own.count(where: \.isSolved)
        let rate = TaskAttempts.solveRate(TaskAttempts.grouped(all, arm: arm))
        interval = rate?.interval(within: 0...1) ?? Interval(low: 0, high: 1)
        isUniform = rate?.isUniform ?? true
        promptTokens = usage.prompt
        completionTokens = usage.completion
        cachedTokens = usage.cached
        estimatedTokens = usage.estimated
        calls = own.reduce(0) { $0 + $1.calls }
        seconds = own.reduce(0) { $0 + $1.seconds }
        cost = own.contains { $0.cost == nil } ? nil : own.reduce(0) { $0 + ($1.cost ?? 0) }
        claimed = own.count(where: \.claimsDone)
        falseDone = own.count { $0.claimsDone && !$0.isSolved }
    }

    /// The share of attempts that passed; 0 without attempts.
    package var rate: Double { attempts == 0 ? 0 : Double(solved) / Double(attempts) }
    /// Tokens of prompts and completions together.
    package var tokens: Int { promptTokens + completionTokens }
}
