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
        return Distributions.bisect(1e-9, pd) { tasksNeeded(delta: $0, discordance: pd) > Double(n) }
    }

    /// Tasks needed to detect `delta` with several seeds a task (Miller 2024, arXiv 2411.00640), not rounded.
    ///
    /// `between` is the variance over tasks of the true difference; `withinA` and `withinB` are the mean
    /// variances over the seeds of one task, of which there are `seedsA` and `seedsB`.
    package static func tasksNeeded(
        delta: Double, between: Double, withinA: Double, seedsA: Int, withinB: Double, seedsB: Int,
        power: Double = 0.8, alpha: Double = 0.05
    ) -> Double {
        let z = Distributions.normalQuantile(1 - alpha / 2) + Distributions.normalQuantile(power)
        return z * z * (between + withinA / Double(seedsA) + withinB / Double(seedsB)) / (delta * delta)
    }

    /// The smallest difference that n tasks with several seeds detect, by the same formula.
    package static func smallestDetectable(
        tasks n: Int, between: Double, withinA: Double, seedsA: Int, withinB: Double, seedsB: Int
    ) -> Double {
        (tasksNeeded(delta: 1, between: between, withinA: withinA, seedsA: seedsA, withinB: withinB, seedsB: seedsB) / Double(n)).squareRoot()
    }

    /// The chance that McNemar's test finds a difference, summed over all outcomes.
    package static func mcNemar(tasks n: Int, onlyA: Double, onlyB: Double, midP: Bool = false, alpha: Double = 0.05) -> Double {
        let discordance = onlyA + onlyB
        guard discordance > 0 else { return 0 }
        var power = 0.0
        for discordant in 0...n {
            let chance = Distributions.binomial(discordant, of: n, discordance)
            var found = 0.0
            for a in 0...discordant {
                let b = discordant - a
                let p = midP ? PairedTests.mcNemarMidP(onlyA: a, onlyB: b) : PairedTests.mcNemarExact(onlyA: a, onlyB: b)
                if p <= alpha { found += Distributions.binomial(a, of: discordant, onlyA / discordance) }
            }
            power += chance * found
        }
        return power
    }
}
