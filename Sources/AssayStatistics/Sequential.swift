import Glibc

/// Tests that stay valid when they are evaluated after every task.
package enum Sequential {
    /// The e-value against "B is not worse", from the tasks that only one arm solves; reject when E ≥ 1/α at any time.
    ///
    /// A mixture over p > ½ of likelihood ratios for `lost` among lost + won (Ramdas and others 2023, section 3):
    /// E = 2^(n+1) B(lost+1, won+1) (1 − I_½(lost+1, won+1)).
    package static func regression(lost: Int, won: Int) -> Double {
        let (w, l) = (Double(lost) + 1, Double(won) + 1)
        let tail = Distributions.incompleteBeta(l, w, 0.5)
        return exp(Double(lost + won + 1) * log(2) + Distributions.logBeta(w, l)) * tail
    }
}

/// A gate that may stop early on a regression at an overall false alarm rate of at most α.
///
/// α is split between the sequential test after every pair and the fixed test at the end.
package struct SequentialGate: Sendable {
    /// The share of α that is spent on stopping early.
    package static let early = 0.4

    /// The overall false alarm rate.
    package let alpha: Double
    /// The number of pairs that only the baseline solved.
    package private(set) var lost = 0
    /// The number of pairs that only the candidate solved.
    package private(set) var won = 0
    /// The number of observed pairs.
    package private(set) var pairs = 0
    /// Whether the evidence has reached its bound; never reset.
    package private(set) var isStopped = false

    /// Makes a gate that has observed nothing.
    package init(alpha: Double = 0.05) { self.alpha = alpha }

    /// The e-value for a regression so far.
    package var evidence: Double { Sequential.regression(lost: lost, won: won) }
    /// The e-value that stops the run: 1/(0.4 α), which is 50 for α = 0.05.
    package var bound: Double { 1 / (Self.early * alpha) }
    /// The share of α that is left for the test at the end.
    package var finalAlpha: Double { (1 - Self.early) * alpha }

    /// Observes the next pair; the order of pairs must not depend on their outcomes.
    package mutating func observe(a: Bool, b: Bool) {
        guard !isStopped else { return }
        pairs += 1
        if a && !b { lost += 1 }
        if b && !a { won += 1 }
        isStopped = evidence >= bound
    }
}
