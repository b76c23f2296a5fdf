import Glibc

/// Distribution functions and quantiles.
package enum Distributions {
    /// The quantile of the standard normal: Acklam's rational approximation and one Halley step.
    package static func normalQuantile(_ p: Double) -> Double {
        guard p > 0, p < 1 else { return p <= 0 ? -.infinity : .infinity }
        let a = [
            -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
            1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00,
        ]
        let b = [
            -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
            6.680131188771972e+01, -1.328068155288572e+01,
        ]
        let c = [
            -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
            -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00,
        ]
        let d = [
            7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
            3.754408661907416e+00,
        ]
        var x: Double
        if p < 0.02425 || p > 1 - 0.02425 {
            let tail = p < 0.5 ? p : 1 - p
            let q = (-2 * log(tail)).squareRoot()
            let upper = c.reduce(0) { $0 * q + $1 }
            let lower = d.reduce(0) { $0 * q + $1 } * q + 1
            x = upper / lower
            if p > 0.5 { x = -x }
        } else {
            let q = p - 0.5
            let r = q * q
            let upper = a.reduce(0) { $0 * r + $1 } * q
            let lower = b.reduce(0) { $0 * r + $1 } * r + 1
            x = upper / lower
        }
        let error = 0.5 * erfc(-x / 2.0.squareRoot()) - p
        let step = error * (2 * Double.pi).squareRoot() * exp(x * x / 2)
        return x - step / (1 + x * step / 2)
    }

    /// The distribution function of the standard normal.
    package static func normalCDF(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// The regularised incomplete beta function I_x(a, b): Lentz's continued fraction (DLMF 8.17.22).
    package static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(b, a, 1 - x) }
        let logFront = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var result = d
        for step in 1...1000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 + even * d
            c = 1 + even / c
            d = 1 / (abs(d) < tiny ? tiny : d)
            if abs(c) < tiny { c = tiny }
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 + odd * d
            c = 1 + odd / c
            d = 1 / (abs(d) < tiny ? tiny : d)
            if abs(c) < tiny { c = tiny }
            result *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return exp(logFront) * result / a
    }

    /// The quantile of Student's t with `df` degrees of freedom, by bisection.
    package static func studentQuantile(_ p: Double, df: Double) -> Double {
        if p == 0.5 { return 0 }
        if p < 0.5 { return -studentQuantile(1 - p, df: df) }
        var high = 1.0
        while studentCDF(high, df: df) < p && high < 1e12 { high *= 2 }
        return bisect(0, high) { studentCDF($0, df: df) < p }
    }

    /// The distribution function of Student's t with `df` degrees of freedom.
    package static func studentCDF(_ t: Double, df: Double) -> Double {
        let tail = incompleteBeta(df / 2, 0.5, df / (df + t * t)) / 2
        return t < 0 ? tail : 1 - tail
    }

    /// The quantile of the beta distribution, by bisection.
    package static func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
        bisect(0, 1) { incompleteBeta(a, b, $0) < p }
    }

    /// Finds where a condition that holds at `low` and not at `high` changes, to the precision of a Double.
    static func bisect(_ low: Double, _ high: Double, while holds: (Double) -> Bool) -> Double {
        var (low, high) = (low, high)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The two-sided critical value of the standard normal at a confidence level.
    static func normalBound(_ level: Double) -> Double { normalQuantile(1 - (1 - level) / 2) }

    /// The logarithm of the beta function.
    static func logBeta(_ a: Double, _ b: Double) -> Double { lgamma(a) + lgamma(b) - lgamma(a + b) }

    /// The logarithm of a binomial coefficient.
    static func logChoose(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
    }

    /// The probability of exactly k successes in n trials.
    static func binomial(_ k: Int, of n: Int, _ p: Double) -> Double {
        if p <= 0 { return k == 0 ? 1 : 0 }
        if p >= 1 { return k == n ? 1 : 0 }
        return exp(logChoose(n, k) + Double(k) * log(p) + Double(n - k) * log1p(-p))
    }
}
