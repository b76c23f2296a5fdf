import AssayCore

/// Judges nobody: the task itself cannot be run here.
struct UnjudgeableStrategy: VerificationStrategy {
    /// Why not.
    let reason: String

    func evidence(for candidate: Candidate, scope: CheckScope) async throws -> Evidence {
        Evidence(.unjudgeable, Finding(kind: .test, rule: "broken-task", message: "the task cannot be judged: \(reason)"))
    }
}
