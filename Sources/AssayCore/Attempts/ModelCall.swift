/// A model call with its place in the pipeline.
package struct ModelCall: Sendable {
    package var phase: Phase
    package var role: Role
    package var request: ModelRequest
    /// Nil when the call failed.
    package var reply: ModelReply?
    package var error: String?
    /// Whether it was sent without a whole answer, so that it may have been paid for.
    package var isLost: Bool
    package init(
        phase: Phase, role: Role, request: ModelRequest, reply: ModelReply?, error: String? = nil, isLost: Bool = false
    ) {
        self.isLost = isLost
        self.phase = phase
        self.role = role
        self.request = request
        self.reply = reply
        self.error = error
    }
}
