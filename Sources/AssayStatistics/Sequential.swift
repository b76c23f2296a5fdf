import Glibc

/// Tests that may be looked at after every task.
package enum Sequential {
    /// Evidence that the arms are not alike, from tasks that only one arm solves: reject when E ≥ 1/α at any time.
    ///
    /// A mixture over p > ½ of likelihood ratios for `lost` among lost + won (Ramdas and others 2023, section 3):
    /// E = 2^(n+1) B(lost+1, won+1) (1 − I_½(lost+1, won+1)).
    package static func regression(lost: Int, won: Int) -> Double {
        let (w, l) = (Double(lost) + 1, Double(won) + 1)
        let tail = Distributions.incompleteBeta(l, w, 0.5)
        return exp(Double(lost + won + 1) * log(2) + Distributions.logBeta(w, l)) * tail
    }

    /// The same in both directions, with the prior of Krichevsky and Trofimov (1981).
    package static func difference(lost: Int, won: Int) -> Double {
        let (w, l) = (Double(lost) + 0.5, Double(won) + 0.5)
        return exp(Double(lost + won) * log(2) + Distributions.logBeta(w, l) - Distributions.logBeta(0.5, 0.5))
    }

    /// Evidence against a loss of `margin` or more, after each of the differences in [−1, 1]: non-inferior when E ≥ 1/α.
    ///
    /// The mean of 20 betting strategies with fixed stakes (Waudby-Smith, Ramdas 2024).
    package static func nonInferiority(_ differences: [Double], margin: Double, strategies: Int = 20) -> [Double] {
        let stakes = (1...strategies).map { Double($0) / Double(strategies + 1) / (1 - margin) }
        var wealth = Array(repeating: 1.0, count: strategies)
        return differences.map { difference in
            for (index, stake) in stakes.enumerated() { wealth[index] *= 1 + stake * (difference + margin) }
            return wealth.reduce(0, +) / Double(strategies)
        }
    }
}

/// Wald's sequential probability ratio test (Wald 1945) on tasks that only one arm solves.
package struct SequentialRatioTest: Sendable {
    package enum Outcome: Sendable { case alike, worse, undecided }

    private let null: Double
    private let alternative: Double
    private let alpha: Double
    private let beta: Double

    /// The chance that the candidate is the one that fails, when the arms are alike and when it is worse.
    package init(null: Double = 0.5, alternative: Double = 0.75, alpha: Double = 0.05, beta: Double = 0.1) {
        self.null = null
        self.alternative = alternative
        self.alpha = alpha
        self.beta = beta
    }

    package var upper: Double { log((1 - beta) / alpha) }
    package var lower: Double { log(beta / (1 - alpha)) }

    private func step(_ lost: Bool) -> Double {
        lost ? log(alternative / null) : log((1 - alternative) / (1 - null))
    }

    /// The log likelihood ratio after each task up to the decision.
    package func run(_ lost: [Bool]) -> (ratios: [Double], outcome: Outcome) {
        var ratio = 0.0
        var ratios: [Double] = []
        for isLost in lost {
            ratio += step(isLost)
            ratios.append(ratio)
            if ratio >= upper { return (ratios, .worse) }
            if ratio <= lower { return (ratios, .alike) }
        }
        return (ratios, .undecided)
    }

    /// How many such tasks are used on average when the candidate fails with chance p: Wald's approximation.
    package func expectedTasks(_ p: Double, isWorse: Bool) -> Double {
        let drift = p * step(true) + (1 - p) * step(false)
        let rejecting = isWorse ? 1 - beta : alpha
        return (rejecting * upper + (1 - rejecting) * lower) / drift
    }
}

/// A gate that may stop early on a regression and still keeps its promise: α is split between the evidence that is
/// looked at after every pair and the test at the end, so that both together give false alarms at most at rate α.
package struct SequentialGate: Sendable {
    /// The share of α that is spent on stopping early.
    package static let early = 0.4

    package let alpha: Double
    package private(set) var lost = 0
    package private(set) var won = 0
    /// How many pairs were seen.
    package private(set) var pairs = 0
    /// Whether the evidence reached its bound; it stays so.
    package private(set) var isStopped = false

    package init(alpha: Double = 0.05) { self.alpha = alpha }

    /// The evidence for a regression so far.
    package var evidence: Double { Sequential.regression(lost: lost, won: won) }
    /// Evidence that stops: 1/(0.4 α), which is 50 for α = 0.05.
    package var bound: Double { 1 / (Self.early * alpha) }
    /// What is left for the test at the end.
    package var finalAlpha: Double { (1 - Self.early) * alpha }

    /// Takes the next pair, in an order that does not depend on the outcomes.
    package mutating func observe(a: Bool, b: Bool) {
        guard !isStopped else { return }
        pairs += 1
        if a && !b { lost += 1 }
        if b && !a { won += 1 }
        isStopped = evidence >= bound
    }
}
