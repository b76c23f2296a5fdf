/// A step of a pipeline.
package enum Phase: String, Sendable, Codable, CaseIterable {
    case analyze, plan, implement, review, fix, verify
}

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

/// What happened during an attempt; every event is stored.
package enum AttemptEvent: Sendable {
    case phase(Phase, note: String)
    case call(ModelCall)
    /// A candidate was verified; `best` says whether it is the best so far.
    case verified(Candidate, ReviewReport, round: Int, best: Bool)
}

/// A model call with its place in the pipeline.
package struct ModelCall: Sendable {
    package var phase: Phase
    package var role: Role
    package var request: ModelRequest
    /// Nil when the call failed.
    package var reply: ModelReply?
    package var error: String?
    package init(
        phase: Phase, role: Role, request: ModelRequest, reply: ModelReply?, error: String? = nil
    ) {
        self.phase = phase
        self.role = role
        self.request = request
        self.reply = reply
        self.error = error
    }
}
