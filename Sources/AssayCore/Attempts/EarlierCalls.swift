/// The calls that earlier tries of an attempt made: what was answered is not asked, nor paid for, again.
package struct EarlierCalls: Sendable {
    /// A stored call that was answered.
    package struct Answered: Sendable, Equatable {
        /// Its number in the store.
        package let id: Int64
        package let request: ModelRequest
        package let reply: ModelReply

        package init(id: Int64, request: ModelRequest, reply: ModelReply) {
            self.id = id
            self.request = request
            self.reply = reply
        }
    }

    /// By the request's digest, the first answer first.
    private var answered: [String: [Answered]]
    /// Requests without a whole answer, which may have been paid for.
    package let lost: [ModelRequest]

    package init(answered: [Answered] = [], lost: [ModelRequest] = []) {
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
