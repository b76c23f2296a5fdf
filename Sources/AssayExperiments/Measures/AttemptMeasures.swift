package import AssayCore
import AssayStatistics

/// The measures of an attempt besides its verdict.
package struct AttemptMeasures: Sendable, Equatable {
    /// The checks that one fix round fixed, and those that it broke.
    package struct Round: Sendable, Equatable {
        /// The number of the round, counted from 1.
        package let number: Int
        /// Checks that failed before the round and pass after it.
        package let fixed: Int
        /// Checks that passed before the round and fail after it.
        package let broken: Int
        /// Whether everything that may be seen passed after it.
        package let isGreen: Bool
        /// Makes the measures of one round.
        package init(number: Int, fixed: Int, broken: Int, isGreen: Bool) {
            self.number = number
            self.fixed = fixed
            self.broken = broken
            self.isGreen = isGreen
        }
    }

    /// How many visible checks passed after a round.
    package struct Progress: Sendable, Equatable {
        /// The number of the round, 0 before the first.
        package let round: Int
        /// The number of checks that passed.
        package let passed: Int
        /// The number of all checks.
        package let all: Int
        /// The share of checks that passed; 0 without checks.
        package var share: Double { all == 0 ? 0 : Double(passed) / Double(all) }
        /// Makes the measures after one round.
        package init(round: Int, passed: Int, all: Int) {
            self.round = round
            self.passed = passed
            self.all = all
        }
    }

    /// The results of a reviewer's claims, and its judgements of candidates whose truth is known.
    package struct Review: Sendable, Equatable {
        /// Claims that were confirmed by running their proof.
        package var confirmed = 0
        /// Claims that were refuted by running their proof.
        package var refuted = 0
        /// Claims that could not be decided by running anything.
        package var advisory = 0
        /// Candidates that were called defective and are, and so on.
        package var truePositives = 0
        /// Candidates that were called defective and are correct.
        package var falsePositives = 0
        /// Candidates that were not called defective and are.
        package var falseNegatives = 0
        /// Candidates that were not called defective and are correct.
        package var trueNegatives = 0
        /// Candidates that no hidden check has ever judged.
        package var unknown = 0
        /// Makes measures in which nothing was counted.
        package init() {}
    }

    /// Classes of what a static check says.
    package enum FindingClass: String, Sendable, CaseIterable {
        case security, convention, complexity, other

        /// Sorts a finding by its rule's name.
        package init(rule: String) {
            let parts = rule.split(separator: ".", maxSplits: 1).map(String.init)
            let code = parts.count > 1 ? parts[1] : ""
            switch (parts.first ?? "", code) {
            case ("complexity", _): self = .complexity
            case ("semgrep", _): self = .security
            case ("swift-format", _): self = .convention
            case ("ruff", _) where code.hasPrefix("C901"): self = .complexity
            // flake8-bandit's rules are S and digits; SIM and SLF are others.
            case ("ruff", _) where code.hasPrefix("S") && code.dropFirst().first?.isNumber == true: self = .security
            case ("ruff", _) where ["E", "W", "N", "D", "I", "Q"].contains(String(code.prefix { $0.isLetter })): self = .convention
            default: self = .other
            }
        }
    }

    /// The remaining findings of static checks by class, without hidden ones.
    package var left: [FindingClass: Int] = [:]
    /// All findings that are left, of any kind.
    package var leftInAll = 0
    /// The fix rounds in their order.
    package var rounds: [Round] = []
    /// The visible checks that passed after each round, the last verification of each.
    package var progress: [Progress] = []
    /// The reviewer's claims and its hits.
    package var review = Review()
    /// The size of the change; nil when nothing was delivered.
    package var change: ChangeSize?
    /// The number of its answers by the way in which they ended.
    package var ends: [AnswerEnd: Int] = [:]
    /// Seconds spent in verification.
    package var verifying = 0.0
    /// Makes measures in which nothing was counted.
    package init() {}
}

/// When a reviewer is not asked any more.
package enum ReviewerTrust {
    /// After fifty claims, of which surely less than a fifth were confirmed (the upper end of Wilson's interval): the rest
    /// of a run is cheaper and no worse without.
    package static func isLost(confirmed: Int, of claims: Int) -> Bool {
        claims >= 50 && Intervals.wilson(confirmed, of: claims).high < 0.2
    }
}
