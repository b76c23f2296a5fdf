/// The stored calls of earlier tries of an attempt, whose answers are used again instead of being paid for twice.
package struct EarlierCalls: Sendable {
    /// A stored call that was answered.
    package struct Answered: Sendable, Equatable {
        /// The row id of the call in the store.
        package let id: Int64
        /// The request as it was sent.
        package let request: ModelRequest
        /// The stored answer.
        package let reply: ModelReply

        /// Makes a stored call with its answer.
        package init(id: Int64, request: ModelRequest, reply: ModelReply) {
            self.id = id
            self.request = request
            self.reply = reply
        }
    }

    /// Answers by the digest of their request, the oldest first.
    private var answered: [String: [Answered]]
    /// Requests without a whole answer, which may have been paid for.
    package let lost: [ModelRequest]
    /// What the checks said before any change; nil where they were not run.
    package let baseline: Baseline?

    /// Makes the calls of earlier tries; without arguments, there were none.
    package init(answered: [Answered] = [], lost: [ModelRequest] = [], baseline: Baseline? = nil) {
        self.baseline = baseline
        self.answered = Dictionary(grouping: answered) { $0.request.digest }
        self.lost = lost
    }

    /// Takes the next stored answer to a request; nil when there is none left.
    package mutating func take(_ request: ModelRequest) -> Answered? {
        let key = request.digest
        guard let first = answered[key]?.first else { return nil }
        answered[key]?.removeFirst()
        return first
    }
}
