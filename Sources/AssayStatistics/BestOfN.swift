import Glibc

/// The expected result of best-of-n with selection by visible checks, in closed form from a pool of single answers.
///
/// Draws are without replacement and stop at the first answer that passes the visible checks; without any, the first
/// draw is delivered.
package struct BestOfN: Sendable {
    private let samples: Int
    private let visible: Int
    private let visibleRight: Int
    private let otherRight: Int

    /// Describes the pool: of `samples` answers, `visible` pass the visible checks, of which `visibleRight` are right; of
    /// the others, `otherRight` are right.
    package init(samples: Int, visible: Int, visibleRight: Int, otherRight: Int) {
        self.samples = samples
        self.visible = visible
        self.visibleRight = visibleRight
        self.otherRight = otherRight
    }

    /// The probability that none of n draws passes the visible checks: C(N−a, n)/C(N, n).
    private func none(in n: Int) -> Double {
        let others = samples - visible
        if n > others { return 0 }
        return exp(Distributions.logChoose(others, n) - Distributions.logChoose(samples, n))
    }

    /// The probability that the delivered answer of n draws is right.
    package func solved(_ n: Int) -> Double {
        let missed = none(in: n)
        let chosen = visible > 0 ? (1 - missed) * Double(visibleRight) / Double(visible) : 0
        let fallen = samples > visible ? missed * Double(otherRight) / Double(samples - visible) : 0
        return chosen + fallen
    }

    /// The expected number of answers drawn.
    package func draws(_ n: Int) -> Double { (0..<n).reduce(0) { $0 + none(in: $1) } }
}
