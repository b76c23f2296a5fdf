import AssayCore
import AssaySupport

/// Verifiers that together judge no more candidates at once than there are slots.
struct LimitedVerifiers: VerifierSource {
    let inner: any VerifierSource
    let slots: Slots

    func verifier(of task: CodingTask, holdoutSeed: UInt64?) -> any RepeatingVerifier {
        LimitedVerifier(inner: inner.verifier(of: task, holdoutSeed: holdoutSeed), slots: slots)
    }
}

private struct LimitedVerifier: RepeatingVerifier {
    let inner: any RepeatingVerifier
    let slots: Slots

    func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        try await inSlot { () async throws(HarnessError) in try await inner.verify(candidate, scope: scope) }
    }

    func verify(_ candidate: Candidate, scope: CheckScope, reruns: Int) async throws(HarnessError) -> ReviewReport {
        try await inSlot { () async throws(HarnessError) in try await inner.verify(candidate, scope: scope, reruns: reruns) }
    }

    func check(_ candidate: Candidate, test source: String) async throws(HarnessError) -> AddedTestOutcome? {
        try await inSlot { () async throws(HarnessError) in try await inner.check(candidate, test: source) }
    }

    func missing(_ modules: [String]) async throws(HarnessError) -> [String]? {
        try await inSlot { () async throws(HarnessError) in try await inner.missing(modules) }
    }

    func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]? {
        try await inSlot { () async throws(HarnessError) in try await inner.probe(candidate, calls) }
    }

    private func inSlot<Value: Sendable>(_ body: @Sendable () async throws(HarnessError) -> Value) async throws(HarnessError) -> Value {
        try await slots.run(orThrow: HarnessError(.sandbox, "cancelled"), body)
    }
}
