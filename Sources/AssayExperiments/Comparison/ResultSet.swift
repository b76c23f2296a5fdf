package import AssayCore

/// The verdicts of one arm or of one results file, by task.
package struct ResultSet: Sendable {
    /// The verdict on one answer.
    package struct Entry: Sendable {
        package let verdict: Verdict
        /// Nil where the harness failed.
        package let tier: AssuranceTier?
        /// The digest of the task, where it is known.
        package let digest: String?
        /// The first finding, where the answer failed.
        package let reason: String?

        package init(verdict: Verdict, tier: AssuranceTier?, digest: String?, reason: String? = nil) {
            self.verdict = verdict
            self.tier = tier
            self.digest = digest
            self.reason = reason
        }
    }

    package let name: String
    /// In the order of the seeds.
    package let entries: [String: [Entry]]

    package init(name: String, entries: [String: [Entry]]) {
        self.name = name
        self.entries = entries
    }

    /// The share of verdicts that are suspected tampering.
    var tampering: Double {
        let all = entries.values.joined().map(\.verdict)
        return all.isEmpty ? 0 : Double(all.count { $0 == .tamperingSuspected }) / Double(all.count)
    }
}
