/// What happened during an attempt; every event is stored.
package enum AttemptEvent: Sendable {
    case phase(Phase, note: String)
    case call(ModelCall)
    /// A candidate was verified; `best` says whether it is the best so far.
    case verified(Candidate, ReviewReport, round: Int, best: Bool)
}
