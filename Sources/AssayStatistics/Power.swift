/// The number of tasks that a comparison needs, and the difference that it can detect.
package enum Power {
    /// The number of tasks needed to detect a difference of solve rates (Connor 1987), not rounded.
    ///
    /// `delta` is the difference, `pd` the share of tasks that only one of the arms solves.
    package static func tasksNeeded(
        delta: Double, discordance pd: Double, power: Double = 0.8, alpha: Double = 0.05
    ) -> Double {
        let za = Distributions.normalQuantile(1 - alpha / 2)
        let zb = Distributions.normalQuantile(power)
        let root = za * pd.squareRoot() + zb * max(0, pd - delta * delta).squareRoot()
        return root * root / (delta * delta)
    }

    /// The smallest difference of solve rates that n tasks detect with 80 % power; nil where they detect none.
    package static func smallestDetectable(tasks n: Int, discordance pd: Double = 0.2) -> Double? {
        guard n > 0, tasksNeeded(delta: pd, discordance: pd) <= Double(n) else { return nil }
        return Distributions.bisect(1e-9, pd) { tasksNeeded(delta: $0, discordance: pd) > Double(n) }
    }

    /// The power of the exact McNemar test, summed over all outcomes of n tasks.
    ///
    /// `onlyA` and `onlyB` are the probabilities that only A, or only B, solves a task.
    package static func mcNemar(tasks n: Int, onlyA: Double, onlyB: Double, alpha: Double = 0.05) -> Double {
        let discordance = onlyA + onlyB
        guard discordance > 0 else { return 0 }
        var power = 0.0
        for discordant in 0...n {
            let chance = Distributions.binomial(discordant, of: n, discordance)
            var found = 0.0
            for a in 0...discordant {
                let b = discordant - a
                let p = PairedTests.mcNemarExact(onlyA: a, onlyB: b)
                if p <= alpha { found += Distributions.binomial(a, of: discordant, onlyA / discordance) }
            }
            power += chance * found
        }
        return power
    }
}
