import AssayCore

/// One way of judging candidates: runs the checks of a scope and returns what they left.
///
/// A candidate's failure is evidence; only a failure of the sandbox, a toolchain or the task itself is thrown.
protocol VerificationStrategy: Sendable {
    /// Returns the evidence of a candidate; which verdict follows is not a strategy's to say.
    func evidence(for candidate: Candidate, scope: CheckScope) async throws -> Evidence
}
