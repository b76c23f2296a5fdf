/// Unbiased estimators of pass@k and pass^k over repeated samples of a task.
package enum PassAtK {
    /// pass@k, the probability that at least one of k samples is right: 1 − C(n−c, k)/C(n, k) (Chen and others 2021).
    package static func estimate(samples n: Int, correct c: Int, k: Int) -> Double {
        guard n - c >= k else { return 1 }
        var product = 1.0
        for i in stride(from: n - c + 1, through: n, by: 1) { product *= 1 - Double(k) / Double(i) }
        return 1 - product
    }

    /// pass^k, the probability that all of k samples are right: C(c, k)/C(n, k).
    package static func all(samples n: Int, correct c: Int, k: Int) -> Double {
        guard c >= k else { return 0 }
        var product = 1.0
        for i in 0..<k { product *= Double(c - i) / Double(n - i) }
        return product
    }
}
