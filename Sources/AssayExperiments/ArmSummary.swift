package import AssayStatistics
import AssaySupport

/// One finished cell, as far as results need it.
package struct CellResult: Sendable {
    /// The attempt's number in its store, if it has one.
    package var attempt: Int64?
    package var arm: String
    package var task: String
    package var taskDigest: String
    package var seed: Int
    package var verdict: String
    package var tier: String
    package var solved: Bool
    package var claimsDone: Bool
    package var visiblePassed: Bool
    package var promptTokens: Int
    package var completionTokens: Int
    package var cachedTokens: Int
    package var calls: Int
    package var seconds: Double
    package var rounds: Int
    package var failingTags: [String]
    /// What the calls cost; nil where a model has no price.
    package var cost: Double?
    package var measures: AttemptMeasures
    package var tokens: Int { promptTokens + completionTokens }

    package init(
        attempt: Int64? = nil, arm: String, task: String, taskDigest: String, seed: Int, verdict: String, tier: String,
        solved: Bool, claimsDone: Bool, visiblePassed: Bool, promptTokens: Int,
        completionTokens: Int, cachedTokens: Int, calls: Int, seconds: Double, rounds: Int,
        failingTags: [String], cost: Double? = nil,
        measures: AttemptMeasures = AttemptMeasures()
    ) {
        self.measures = measures
        self.cost = cost
        self.attempt = attempt
        self.arm = arm
        self.task = task
        self.taskDigest = taskDigest
        self.seed = seed
        self.verdict = verdict
        self.tier = tier
        self.solved = solved
        self.claimsDone = claimsDone
        self.visiblePassed = visiblePassed
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.cachedTokens = cachedTokens
        self.calls = calls
        self.seconds = seconds
        self.rounds = rounds
        self.failingTags = failingTags
    }
}

/// The numbers of one arm.
package struct ArmSummary: Sendable {
    package var arm: String
    package var attempts: Int
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

    /// Sums up the cells of one arm.
    package init(arm: String, cells: [CellResult]) {
        let own = cells.filter { $0.arm == arm }
        self.arm = arm
        attempts = own.count
        solved = own.count { $0.solved }
        interval = Intervals.wilson(solved, of: attempts)
        promptTokens = own.reduce(0) { $0 + $1.promptTokens }
        completionTokens = own.reduce(0) { $0 + $1.completionTokens }
        cachedTokens = own.reduce(0) { $0 + $1.cachedTokens }
        calls = own.reduce(0) { $0 + $1.calls }
        seconds = own.reduce(0) { $0 + $1.seconds }
        cost = own.contains { $0.cost == nil } ? nil : own.reduce(0) { $0 + ($1.cost ?? 0) }
        claimed = own.count { $0.claimsDone }
        falseDone = own.count { $0.claimsDone && !$0.solved }
    }

    package var rate: Double { attempts == 0 ? 0 : Double(solved) / Double(attempts) }
    package var tokens: Int { promptTokens + completionTokens }
}
