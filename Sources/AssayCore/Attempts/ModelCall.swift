/// A model call with its place in the pipeline.
package struct ModelCall: Sendable {
    /// The pipeline's phase that made the call.
    package let phase: Phase
    /// The role that was asked.
    package let role: Role
    /// The request as it was sent.
    package let request: ModelRequest
    /// The answer; nil when the call failed.
    package var reply: ModelReply?
    /// The error's message when there was no reply.
    package let error: String?
    /// Whether it was sent without a whole answer, so that it may have been paid for.
    package let isLost: Bool
    /// Makes a call with its reply or its error.
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
