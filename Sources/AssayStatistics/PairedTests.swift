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
