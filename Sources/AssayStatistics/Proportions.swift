import Glibc

/// Intervals for one proportion, and for the difference of two, beside those of `Intervals.swift`.
extension Intervals {
    /// Wilson's interval with continuity correction (Newcombe 1998, method 4 for single proportions).
    package static func wilsonCorrected(_ count: Int, of n: Int, level: Double = 0.95) -> Interval {
        let z = Distributions.normalBound(level)
        let size = Double(n)
        let p = Double(count) / size
        let scale = 2 * (size + z * z)
        let center = (2 * size * p + z * z) / scale
        func half(_ sign: Double) -> Double {
            let inner = z * z - sign * 2 - 1 / size + 4 * p * (size * (1 - p) + sign)
            return (1 + z * max(0, inner).squareRoot()) / scale
        }
        return Interval(low: count == 0 ? 0 : max(0, center - half(1)), high: count == n ? 1 : min(1, center + half(-1)))
    }

    /// The exact interval (Clopper, Pearson 1934).
    package static func clopperPearson(_ count: Int, of n: Int, level: Double = 0.95) -> Interval {
        let tail = (1 - level) / 2
        let (hits, misses) = (Double(count), Double(n - count))
        return Interval(
            low: count == 0 ? 0 : Distributions.betaQuantile(tail, hits, misses + 1),
            high: count == n ? 1 : Distributions.betaQuantile(1 - tail, hits + 1, misses))
    }

    /// The equal-tailed interval of the posterior under Jeffreys's prior, Beta(½, ½).
    package static func jeffreys(_ count: Int, of n: Int, level: Double = 0.95) -> Interval {
        let tail = (1 - level) / 2
        let (hits, misses) = (Double(count) + 0.5, Double(n - count) + 0.5)
        return Interval(low: Distributions.betaQuantile(tail, hits, misses), high: Distributions.betaQuantile(1 - tail, hits, misses))
    }

    /// The upper bound on a rate of which none was seen in n: 1 − α^(1/n).
    package static func upperBoundOfNone(of n: Int, alpha: Double = 0.05) -> Double { 1 - pow(alpha, 1 / Double(n)) }

    /// The difference of paired proportions B − A from two Wilson intervals (Newcombe 1998, method 10).
    package static func newcombe(both: Int, onlyA: Int, onlyB: Int, neither: Int, level: Double = 0.95) -> Interval {
        let n = both + onlyA + onlyB + neither
        let (a, b) = (both + onlyA, both + onlyB)
        let (wilsonA, wilsonB) = (wilson(a, of: n, level: level), wilson(b, of: n, level: level))
        let (rateA, rateB) = (Double(a) / Double(n), Double(b) / Double(n))
        let margins = Double(a) * Double(n - a) * Double(b) * Double(n - b)
        let agreement = Double(both * neither - onlyA * onlyB)
        let corrected = agreement > 0 ? max(0, agreement - Double(n) / 2) : agreement
        let correlation = margins == 0 ? 0 : corrected / margins.squareRoot()
        func joined(_ x: Double, _ y: Double) -> Double { max(0, x * x - 2 * correlation * x * y + y * y).squareRoot() }
        let difference = Double(onlyB - onlyA) / Double(n)
        return Interval(
            low: difference - joined(rateB - wilsonB.low, wilsonA.high - rateA),
            high: difference + joined(rateA - wilsonA.low, wilsonB.high - rateB))
    }
}
