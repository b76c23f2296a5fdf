package import AssayCore
package import AssayVerify

/// A verifier that can repeat a verification, to find what is flaky.
package protocol RepeatingVerifier: Verifier {
    /// Verifies once and then `reruns` times more; a verdict or a check that changes is flaky.
    func verify(_ candidate: Candidate, scope: CheckScope, reruns: Int) async throws(HarnessError) -> ReviewReport
}

/// Makes the verifiers that judge answers to tasks.
package protocol VerifierSource: Sendable {
    /// Returns a verifier of one task; the same seed generates the same test cases.
    func verifier(of task: CodingTask, holdoutSeed: UInt64?) -> any RepeatingVerifier
}

extension TaskVerifier: RepeatingVerifier {}

extension VerificationContext: VerifierSource {
    /// Returns a verifier of one task in this context.
    package func verifier(of task: CodingTask, holdoutSeed: UInt64?) -> any RepeatingVerifier {
        verifier(for: task, holdoutSeed: holdoutSeed)
    }
}
