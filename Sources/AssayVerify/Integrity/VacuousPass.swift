import AssayCore
import AssaySupport
import AssayToolchains

extension ProjectStrategy {
    /// Takes back that tests passed which reached no assertion, though they do when the reference is tested.
    func rejectVacuousPasses(
        in evidence: Evidence, _ tests: FileTree, _ system: ToolchainProfile.BuildSystem
    ) async throws -> EvidenceCorrection {
        guard !evidence.withoutAssertion.isEmpty, let control = try await control(tests, system) else { return EvidenceCorrection() }
        let vacuous = evidence.withoutAssertion.subtracting(try await control.outcome().withoutAssertion)
        guard !vacuous.isEmpty else { return EvidenceCorrection() }
        let finding = Finding(
            kind: .test, rule: "vacuous",
            message: "passed without an assertion, which the reference does not: \(vacuous.sorted().prefix(5).joined(separator: ", "))",
            test: vacuous.sorted().first, hidden: evidence.checks.contains { $0.hidden && vacuous.contains($0.id) })
        return EvidenceCorrection(
            added: Evidence(.incomplete, finding),
            statuses: Dictionary(uniqueKeysWithValues: vacuous.map { ($0, CheckStatus.skipped) }))
    }
}
