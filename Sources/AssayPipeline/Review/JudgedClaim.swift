package import AssayCore

/// A reviewer's claim about code, and the result of running its proof.
package struct JudgedClaim: Sendable, Codable, Equatable {
    /// The claim in the reviewer's words.
    package let claim: String
    /// The call or test that should prove it.
    package let proof: String
    /// Whether running the proof confirmed the claim.
    package let status: ClaimStatus
    /// The reason for the status.
    package let why: String
}

extension Attempt {
    /// Has a candidate reviewed, without fixing it; returns the judged claims and the tokens used.
    package func review(_ candidate: Candidate) async throws -> (claims: [JudgedClaim], usage: TokenUsage) {
        var claims: [JudgedClaim] = []
        _ = try await Review(attempt: self).judged(pristine.with(candidate)) { claim, status, why in
            claims.append(JudgedClaim(claim: claim.claim, proof: claim.words, status: status, why: why))
        }
        return (claims, await conversation.spending.tokens)
    }
}
