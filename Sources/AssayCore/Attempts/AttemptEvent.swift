/// An event during an attempt; every event is stored.
package enum AttemptEvent: Sendable {
    case phase(Phase, note: String)
    /// A model is about to be asked: stored before anything is sent, so that no call is ever hidden.
    case sent(ModelCall)
    /// The call that was sent last has ended.
    case call(ModelCall)
    /// A call was answered by what an earlier try of the attempt had stored under this number.
    case reused(ModelCall, stored: Int64)
    /// A candidate was verified; `best` says whether it is the best so far.
    case verified(Candidate, ReviewReport, round: Int, best: Bool)
}
