import Glibc

/// Unbiased estimators over repeated samples of a task.
package enum PassAtK {
    /// The chance that one of k samples is right: 1 − C(n−c, k)/C(n, k), after Chen and others, 2021.
    package static func estimate(samples n: Int, correct c: Int, k: Int) -> Double {
        guard n - c >= k else { return 1 }
        var product = 1.0
        for i in stride(from: n - c + 1, through: n, by: 1) { product *= 1 - Double(k) / Double(i) }
        return 1 - product
    }

    /// pass^k = C(c, k)/C(n, k): all of k samples are right.
    package static func all(samples n: Int, correct c: Int, k: Int) -> Double {
        guard c >= k else { return 0 }
        var product = 1.0
        for i in 0..<k { product *= Double(c - i) / Double(n - i) }
        return product
    }
}

/// What best-of-n with selection by visible checks would have given, in closed form from a pool of single answers.
///
/// Of N answers a task's visible checks pass `visible`, of which `visibleRight` are right; of the others, `otherRight`
/// are. Draws are without replacement and stop at the first visible pass; without any, the first draw is taken.
package struct BestOfN: Sendable {
    package var samples: Int
    package var visible: Int
    package var visibleRight: Int
    package var otherRight: Int

    package init(samples: Int, visible: Int, visibleRight: Int, otherRight: Int) {
        self.samples = samples
        self.visible = visible
        self.visibleRight = visibleRight
        self.otherRight = otherRight
    }

    /// The chance that n draws hold no visible pass: C(N−a, n)/C(N, n).
    private func none(in n: Int) -> Double {
        let others = samples - visible
        if n > others { return 0 }
        return exp(Distributions.logChoose(others, n) - Distributions.logChoose(samples, n))
    }

    /// The chance that the answer of n draws is right.
    package func solved(_ n: Int) -> Double {
        let missed = none(in: n)
        let chosen = visible > 0 ? (1 - missed) * Double(visibleRight) / Double(visible) : 0
        let fallen = samples > visible ? missed * Double(otherRight) / Double(samples - visible) : 0
        return chosen + fallen
    }

    /// How many answers are drawn on average.
    package func draws(_ n: Int) -> Double { (0..<n).reduce(0) { $0 + none(in: $1) } }
}
