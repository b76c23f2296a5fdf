/// An event during an attempt; every event is stored.
package enum AttemptEvent: Sendable {
    /// A phase began or noted something.
    case phase(Phase, note: String)
    /// A model is about to be asked; the call is stored before it is sent, so that none is lost.
    case sent(ModelCall)
    /// The call that was sent last has ended.
    case call(ModelCall)
    /// A call was answered by the stored answer of an earlier try, under this row id.
    case reused(ModelCall, stored: Int64)
    /// A candidate was verified; `best` says whether it is the best so far.
    case verified(Candidate, ReviewReport, round: Int, best: Bool)
}
