/// The result of running the proof of a reviewer's claim; notes of the review phase begin with it.
package enum ClaimStatus: String, Sendable, Codable {
    /// The proof fails on the candidate, and the task demands what it expects.
    case confirmed
    /// The candidate does what the claim says it does not.
    case refuted
    /// Neither was shown; the claim is only reported.
    case advisory

    /// The note on a claim.
    package func note(_ words: String) -> String { "\(rawValue): \(words)" }

    /// The status in a note on a claim; nil for any other note.
    package init?(note: String) {
        guard let word = note.split(separator: ":", maxSplits: 1).first, note.utf8.count > word.utf8.count else { return nil }
        self.init(rawValue: String(word))
    }
}
