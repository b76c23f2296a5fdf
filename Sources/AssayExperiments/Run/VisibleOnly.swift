package import AssayCore

/// A verifier that cannot be asked for hidden checks: what pipelines get.
package struct VisibleOnly: Verifier {
    private let inner: any Verifier

    package init(_ inner: any Verifier) { self.inner = inner }

    package func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        try await inner.verify(candidate, scope: .visible)
    }

    package func check(_ candidate: Candidate, test source: String) async throws(HarnessError) -> [CheckResult]? {
        try await inner.check(candidate, test: source)
    }

    package func missing(_ modules: [String]) async throws(HarnessError) -> [String]? { try await inner.missing(modules) }

    package func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]? {
        try await inner.probe(candidate, calls)
    }
}
