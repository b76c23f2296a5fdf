import Glibc

/// Tests on pairs: the same tasks, two arms.
package enum PairedTests {
    /// The exact two-sided McNemar test: twice the smaller binomial tail, capped at 1.
    package static func mcNemarExact(onlyA: Int, onlyB: Int) -> Double {
        let n = onlyA + onlyB
        guard n > 0 else { return 1 }
        var tail = 0.0
        for k in 0...min(onlyA, onlyB) {
            tail += exp(Distributions.logChoose(n, k) - Double(n) * log(2))
        }
        return min(1, 2 * tail)
    }

    /// McNemar's mid-p (Fagerland, Lydersen, Laake 2013).
    package static func mcNemarMidP(onlyA: Int, onlyB: Int) -> Double {
        let n = onlyA + onlyB
        guard n > 0 else { return 1 }
        let k = min(onlyA, onlyB)
        let mass = exp(Distributions.logChoose(n, k) - Double(n) * log(2))
        return onlyA == onlyB ? 1 - mass : mcNemarExact(onlyA: onlyA, onlyB: onlyB) - mass
    }

    /// The sign-flip permutation test on per-task differences: exact up to 20 nonzero ones.
    package static func signFlip(_ d: [Double], seed: UInt64 = 1) -> Double {
        let moving = d.filter { $0 != 0 }
        guard !moving.isEmpty else { return 1 }
        let observed = abs(moving.reduce(0, +)) - 1e-12
        if moving.count <= 20 {
            var count = 0
            for mask in 0..<(1 << moving.count) {
                var sum = 0.0
                for (index, value) in moving.enumerated() {
                    sum += mask >> index & 1 == 1 ? -value : value
                }
                if abs(sum) >= observed { count += 1 }
            }
            return Double(count) / Double(1 << moving.count)
        }
        var generator = SplitMix64(seed: seed)
        var count = 0
        let draws = 100_000
        for _ in 0..<draws {
            var sum = 0.0
            for value in moving { sum += generator.next() >> 63 == 1 ? -value : value }
            if abs(sum) >= observed { count += 1 }
        }
        return Double(1 + count) / Double(1 + draws)
    }
}

/// How many tasks a comparison needs, and what it can detect.
package enum Power {
    /// Tasks needed to detect `delta` at discordance `pd` (Connor 1987), not rounded.
    package static func tasksNeeded(
        delta: Double, discordance pd: Double, power: Double = 0.8, alpha: Double = 0.05
    ) -> Double {
        let za = Distributions.normalQuantile(1 - alpha / 2)
        let zb = Distributions.normalQuantile(power)
        let root = za * pd.squareRoot() + zb * max(0, pd - delta * delta).squareRoot()
        return root * root / (delta * delta)
    }

    /// The smallest difference that n tasks detect with 80 % power; nil when there is none.
    package static func smallestDetectable(tasks n: Int, discordance pd: Double = 0.2) -> Double? {
        guard n > 0, tasksNeeded(delta: pd, discordance: pd) <= Double(n) else { return nil }
        var low = 1e-9
        var high = pd
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if tasksNeeded(delta: middle, discordance: pd) <= Double(n) { high = middle } else { low = middle }
        }
        return high
    }
}

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
