/// What running a reviewer's claim came to; a note of the review phase begins with it.
package enum ClaimStatus: String, Sendable, Codable {
    case confirmed, refuted, advisory

    /// The note that tells of a claim.
    package func note(_ words: String) -> String { "\(rawValue): \(words)" }

    /// The status that a note tells of; nil where it tells of something else.
    package init?(note: String) {
        guard let word = note.split(separator: ":", maxSplits: 1).first, note.utf8.count > word.utf8.count else { return nil }
        self.init(rawValue: String(word))
    }
}
