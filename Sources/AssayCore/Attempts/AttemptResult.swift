/// The status of an attempt; the raw values are those of the column `attempt.status`.
package enum AttemptStatus: String, Sendable, Codable {
    /// Stored, but not started yet.
    case planned
    /// Started by a process.
    case running
    /// Finished with a verdict.
    case done
    /// Given up because the harness failed, not the candidate.
    case harnessError = "harness_error"

    /// Whether the attempt has not ended yet.
    package var isOpen: Bool { self == .planned || self == .running }
}

/// How an attempt ended, and what it cost.
package struct AttemptResult: Sendable, Equatable {
    /// Whether the attempt is open, done or was lost to the harness.
    package var status: AttemptStatus
    /// The verdict on all checks; nil until the attempt is done.
    package let verdict: Verdict?
    /// The assurance tier of the verdict; nil without a verdict.
    package let tier: AssuranceTier?
    /// The verdict on the visible checks, where a candidate was delivered.
    package let visibleVerdict: Verdict?
    /// Whether the pipeline claims that the task is solved.
    package let claimsDone: Bool
    /// The number of fix rounds.
    package let rounds: Int
    /// Why the pipeline stopped.
    package let stopped: String?
    /// Why the harness failed, if it did.
    package var error: String?
    /// Wall time from the first call to the last verdict.
    package var seconds: Double
    /// The tokens of all calls.
    package var usage: TokenUsage
    /// The number of model calls, including failed ones.
    package let calls: Int
    /// The cost of the calls in the currency of the arm's prices; nil without a price for every model, and in results read from a store.
    package var cost: Double?
    /// The size of the delivered change; nil where nothing was delivered.
    package let change: ChangeSize?

    /// Makes a result; one without a verdict was not judged.
    package init(
        status: AttemptStatus = .done, verdict: Verdict? = nil, tier: AssuranceTier? = nil, visibleVerdict: Verdict? = nil,
        claimsDone: Bool = false, rounds: Int = 0, stopped: String? = nil, error: String? = nil, seconds: Double = 0,
        usage: TokenUsage = TokenUsage(), calls: Int = 0, cost: Double? = nil, change: ChangeSize? = nil
    ) {
        self.status = status
        self.verdict = verdict
        self.tier = tier
        self.visibleVerdict = visibleVerdict
        self.claimsDone = claimsDone
        self.rounds = rounds
        self.stopped = stopped
        self.error = error
        self.seconds = seconds
        self.usage = usage
        self.calls = calls
        self.cost = cost
        self.change = change
    }

    /// The name of the verdict or, without one, of the status.
    package var outcome: String { verdict?.rawValue ?? status.rawValue }
    /// Why it ended, in words; empty while it is open.
    package var reason: String { stopped ?? error ?? "" }
    /// Whether all checks passed.
    package var isSolved: Bool { verdict?.isSolved ?? false }
    /// Whether all visible checks passed.
    package var passesVisible: Bool { visibleVerdict?.isSolved ?? false }
}
