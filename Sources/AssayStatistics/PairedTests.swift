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

    /// The exact one-sided McNemar test: the chance of so many or more tasks that only A solves, were both arms alike.
    package static func mcNemarOneSided(onlyA: Int, onlyB: Int) -> Double {
        let n = onlyA + onlyB
        return min(1, (onlyA...n).reduce(0) { $0 + Distributions.binomial($1, of: n, 0.5) })
    }

    /// McNemar's χ² with one degree of freedom (McNemar 1947), with Edwards's continuity correction where asked.
    package static func mcNemarChiSquared(onlyA: Int, onlyB: Int, corrected: Bool) -> (statistic: Double, p: Double) {
        let difference = abs(Double(onlyA - onlyB)) - (corrected ? 1 : 0)
        let statistic = difference * difference / Double(max(1, onlyA + onlyB))
        return (statistic, erfc((statistic / 2).squareRoot()))
    }

    /// The two-sided sign test on differences; those that are zero say nothing.
    package static func sign(_ d: [Double]) -> Double {
        mcNemarExact(onlyA: d.count { $0 < 0 }, onlyB: d.count { $0 > 0 })
    }

    /// Wilcoxon's signed-rank test (Wilcoxon 1945), exact and two-sided, for differences without ties or zeros.
    package static func wilcoxon(_ d: [Double]) -> Double {
        let ranked = d.sorted { abs($0) < abs($1) }
        var sum = 0
        for (index, value) in ranked.enumerated() where value > 0 { sum += index + 1 }
        let most = d.count * (d.count + 1) / 2
        // How many choices of signs give each sum of ranks.
        var ways = [1.0] + Array(repeating: 0.0, count: most)
        for rank in stride(from: 1, through: d.count, by: 1) {
            for total in stride(from: most, through: rank, by: -1) { ways[total] += ways[total - rank] }
        }
        let tail = ways[...min(sum, most - sum)].reduce(0, +)
        return min(1, 2 * tail / ways.reduce(0, +))
    }

    /// Student's paired t test on per-task differences, two-sided.
    package static func student(_ d: [Double]) -> (moments: Moments, t: Double, p: Double) {
        let moments = Moments(d)
        let t = moments.mean / moments.error
        return (moments, t, 2 * Distributions.studentCDF(-abs(t), df: Double(d.count - 1)))
    }

    /// Two one-sided t tests (Schuirmann 1987): p against a difference below −margin, and against one above margin.
    ///
    /// The larger of them is the p of equivalence.
    package static func equivalence(_ d: [Double], margin: Double) -> (below: Double, above: Double) {
        let moments = Moments(d)
        let df = Double(d.count - 1)
        let below = (moments.mean + margin) / moments.error
        let above = (moments.mean - margin) / moments.error
        return (Distributions.studentCDF(-below, df: df), Distributions.studentCDF(above, df: df))
    }
}
