import Glibc

/// How often a reviewer is right: what it calls defective against what is.
package struct ReviewQuality: Sendable, Encodable {
    package var truePositives: Int
    package var falsePositives: Int
    package var falseNegatives: Int
    package var trueNegatives: Int

    package init(truePositives: Int = 0, falsePositives: Int = 0, falseNegatives: Int = 0, trueNegatives: Int = 0) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
        self.trueNegatives = trueNegatives
    }

    /// Adds one candidate.
    package mutating func add(isDefective: Bool, isFlagged: Bool) {
        switch (isDefective, isFlagged) {
        case (true, true): truePositives += 1
        case (false, true): falsePositives += 1
        case (true, false): falseNegatives += 1
        case (false, false): trueNegatives += 1
        }
    }

    package var flagged: Int { truePositives + falsePositives }
    package var defective: Int { truePositives + falseNegatives }
    package var clean: Int { falsePositives + trueNegatives }

    package var precision: Double { Double(truePositives) / Double(flagged) }
    package var recall: Double { Double(truePositives) / Double(defective) }
    package var precisionInterval: Interval { Intervals.wilson(truePositives, of: flagged) }
    package var recallInterval: Interval { Intervals.wilson(truePositives, of: defective) }
    /// The share of clean candidates that are flagged.
    package var falseAlarmRate: Double { Double(falsePositives) / Double(clean) }
    package var falseAlarmInterval: Interval { Intervals.wilson(falsePositives, of: clean) }
    package var f1: Double { 2 * precision * recall / (precision + recall) }

    /// The correlation of verdict and truth (Matthews 1975).
    package var correlation: Double {
        let agreement = Double(truePositives * trueNegatives - falsePositives * falseNegatives)
        let margins = Double(flagged) * Double(defective) * Double(trueNegatives + falsePositives) * Double(trueNegatives + falseNegatives)
        return agreement / margins.squareRoot()
    }

    /// Agreement beyond chance (Cohen 1960).
    package var kappa: Double {
        let n = Double(flagged + falseNegatives + trueNegatives)
        let observed = Double(truePositives + trueNegatives) / n
        let both = Double(flagged) * Double(defective)
        let neither = Double(falseNegatives + trueNegatives) * Double(falsePositives + trueNegatives)
        let expected = (both + neither) / (n * n)
        return (observed - expected) / (1 - expected)
    }
}

/// Tests that do not always say the same.
package enum Flakiness {
    /// The chance that r runs of a test that fails at rate f show both outcomes: 1 − (1 − f)^r − f^r.
    package static func detection(rate f: Double, runs r: Int) -> Double { 1 - pow(1 - f, Double(r)) - pow(f, Double(r)) }
}

/// Posterior chances under uniform priors: a reading aid, never part of a decision.
package enum BetaBinomial {
    /// The chance that B's rate is the larger one, from separate counts.
    package static func isLarger(solvedA: Int, of nA: Int, solvedB: Int, of nB: Int) -> Double {
        let (alphaA, betaA) = (Double(solvedA) + 1, Double(nA - solvedA) + 1)
        let betaB = Double(nB - solvedB) + 1
        var sum = 0.0
        for i in 0...solvedB {
            let index = Double(i)
            let above = Distributions.logBeta(alphaA + index, betaA + betaB)
            let below = Distributions.logBeta(1 + index, betaB) + Distributions.logBeta(alphaA, betaA)
            sum += exp(above - below) / (betaB + index)
        }
        return sum
    }

    /// The chance that a task which only one arm solves is more often B's.
    package static func isMoreOften(onlyA: Int, onlyB: Int) -> Double {
        1 - Distributions.incompleteBeta(Double(onlyB) + 1, Double(onlyA) + 1, 0.5)
    }
}
