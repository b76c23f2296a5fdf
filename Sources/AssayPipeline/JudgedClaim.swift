package import AssayCore

/// A reviewer's claim about code, and the result of running its proof.
package struct JudgedClaim: Sendable, Codable, Equatable {
    /// The claim in the reviewer's words.
    package let claim: String
    /// The call or test that is to show it.
    package let proof: String
    /// Whether running the proof confirmed the claim.
    package let status: ClaimStatus
    /// The reason for the status.
    package let why: String

    /// Makes a claim with what became of it.
    package init(claim: String, proof: String, status: ClaimStatus, why: String) {
        self.claim = claim
        self.proof = proof
        self.status = status
        self.why = why
    }
}

extension Attempt {
    /// Has a candidate reviewed, and no more: the claims of the reviewer, each judged by running it, and what that took.
    package func review(_ candidate: Candidate) async throws -> (claims: [JudgedClaim], usage: TokenUsage) {
        var claims: [JudgedClaim] = []
        _ = try await Review(attempt: self).judged(candidate) { claim, status, why in
            claims.append(JudgedClaim(claim: claim.claim, proof: Review.words(claim), status: status, why: why))
        }
        return (claims, await conversation.spending.tokens)
    }
}
