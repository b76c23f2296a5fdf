/// The confusion matrix of a reviewer: candidates by what they are and by whether they were flagged.
package struct ReviewQuality: Sendable, Encodable {
    /// Defective candidates that were flagged.
    package private(set) var truePositives: Int
    /// Clean candidates that were flagged.
    package private(set) var falsePositives: Int
    /// Defective candidates that were not flagged.
    package private(set) var falseNegatives: Int
    /// Clean candidates that were not flagged.
    package private(set) var trueNegatives: Int

    /// Makes a matrix with these counts.
    package init(truePositives: Int = 0, falsePositives: Int = 0, falseNegatives: Int = 0, trueNegatives: Int = 0) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
        self.trueNegatives = trueNegatives
    }

    /// Counts one candidate.
    package mutating func add(isDefective: Bool, isFlagged: Bool) {
        switch (isDefective, isFlagged) {
        case (true, true): truePositives += 1
        case (false, true): falsePositives += 1
        case (true, false): falseNegatives += 1
        case (false, false): trueNegatives += 1
        }
    }

    /// The number of flagged candidates.
    package var flagged: Int { truePositives + falsePositives }
    /// The number of defective candidates.
    package var defective: Int { truePositives + falseNegatives }
    /// The number of clean candidates.
    package var clean: Int { falsePositives + trueNegatives }

    /// The share of flagged candidates that are defective.
    package var precision: Double { Double(truePositives) / Double(flagged) }
    /// Wilson's interval of the precision.
    package var precisionInterval: Interval { Intervals.wilson(truePositives, of: flagged) }
    /// The share of defective candidates that are flagged.
    package var recall: Double { Double(truePositives) / Double(defective) }
    /// Wilson's interval of the recall.
    package var recallInterval: Interval { Intervals.wilson(truePositives, of: defective) }
    /// The share of clean candidates that are flagged.
    package var falseAlarmRate: Double { Double(falsePositives) / Double(clean) }
    /// Wilson's interval of the false alarm rate.
    package var falseAlarmInterval: Interval { Intervals.wilson(falsePositives, of: clean) }
}
