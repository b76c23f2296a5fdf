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

    /// The two-sided sign-flip permutation test on per-task differences in whole samples: exact for any number of tasks.
    ///
    /// Under "the arms are exchangeable within a task" each sign is drawn anew. With m(v) tasks of size v, the sum of the
    /// positive ones is Σ v·Binomial(m(v), ½), whose distribution follows by convolution.
    package static func signFlip(_ d: [Int]) -> Double {
        let total = d.reduce(0) { $0 + abs($1) }
        let observed = abs(d.reduce(0, +))
        guard observed > 0 else { return 1 }
        var sizes: [Int: Int] = [:]
        for step in d where step != 0 { sizes[abs(step), default: 0] += 1 }
        // By symmetry twice the probability that the positive sum is as small as the smaller of both observed sums.
        let most = (total - observed) / 2
        var sums = Weights(first: 0, values: [1])
        for (size, count) in sizes.sorted(by: { $0.key < $1.key }) {
            sums = sums.adding(.halves(of: count), times: size, upTo: most)
        }
        return min(1, 2 * sums.values.reduce(0, +))
    }

    /// Probabilities of consecutive whole numbers.
    private struct Weights {
        let first: Int
        let values: [Double]
        /// Smaller probabilities are left out where there are many tasks: together they are far below any p that matters.
        private static let least = 1e-40

        init(first: Int, values: [Double]) {
            let low = values.firstIndex { $0 > Self.least } ?? values.endIndex
            let high = values.lastIndex { $0 > Self.least } ?? low - 1
            self.first = first + low
            self.values = low <= high ? Array(values[low...high]) : []
        }

        /// The binomial distribution of n fair coins.
        static func halves(of n: Int) -> Weights {
            Weights(first: 0, values: (0...n).map { exp(Distributions.logChoose(n, $0) - Double(n) * log(2)) })
        }

        /// The distribution of this number plus `times` times an independent other, as far as it is at most `most`.
        func adding(_ other: Weights, times: Int, upTo most: Int) -> Weights {
            let start = first + other.first * times
            let end = min(most, first + values.count - 1 + (other.first + other.values.count - 1) * times)
            guard start <= end, !values.isEmpty, !other.values.isEmpty else { return Weights(first: 0, values: []) }
            var sum = [Double](repeating: 0, count: end - start + 1)
            for (place, weight) in other.values.enumerated() {
                let shift = place * times
                guard shift < sum.count else { break }
                for index in 0..<min(values.count, sum.count - shift) { sum[shift + index] += weight * values[index] }
            }
            return Weights(first: start, values: sum)
        }
    }
}
