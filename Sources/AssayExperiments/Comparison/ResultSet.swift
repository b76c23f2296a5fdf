package import AssayCore
package import AssaySupport

/// The verdicts of one arm or of one results file, by task.
package struct ResultSet: Sendable {
    /// The verdict on one answer.
    package struct Entry: Sendable {
        /// The number of the sample or seed within its task, from 0.
        package let sample: Int
        /// The verdict on the answer.
        package let verdict: Verdict
        /// The assurance tier; nil when the harness failed.
        package let tier: AssuranceTier?
        /// The digest of the task, where it is known.
        package let digest: String?
        /// The first finding, where the answer failed.
        package let reason: String?

        /// Makes the verdict on one answer.
        package init(sample: Int = 0, verdict: Verdict, tier: AssuranceTier?, digest: String?, reason: String? = nil) {
            self.sample = sample
            self.verdict = verdict
            self.tier = tier
            self.digest = digest
            self.reason = reason
        }

        /// Whether nothing is known of the answer: the harness failed, or could not judge it.
        var isLost: Bool { verdict == .harnessError || verdict == .unjudgeable }

        /// The tier, where something was run that could have been forged; nil where the candidate was unusable before.
        var judgedTier: AssuranceTier? {
            [.harnessError, .unjudgeable, .interfaceViolation, .compileError].contains(verdict) ? nil : tier
        }
    }

    /// The name of the arm or file in messages.
    package let name: String
    /// The entries of each task in the order of their sample numbers, which are unique.
    package let entries: [ExactName: [Entry]]
    /// Which versions of the verdict logic judged them.
    package let judged: JudgingVersions

    /// Makes a set from verdicts in the order of their samples.
    package init(name: String, entries: [ExactName: [Entry]], judged: JudgingVersions = JudgingVersions(nil)) {
        self.name = name
        self.entries = entries
        self.judged = judged
    }

    /// The share of verdicts that are suspected tampering.
    var tampering: Double {
        var (all, suspected) = (0, 0)
        for entry in entries.values.joined() {
            all += 1
            suspected += entry.verdict == .tamperingSuspected ? 1 : 0
        }
        return all == 0 ? 0 : Double(suspected) / Double(all)
    }
}
