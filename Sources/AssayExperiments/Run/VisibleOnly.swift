package import AssayCore

/// A verifier of visible checks only, the only one that pipelines get.
package struct VisibleOnly: Verifier {
    private let inner: any Verifier

    /// Restricts a verifier to visible checks.
    package init(_ inner: any Verifier) { self.inner = inner }

    /// Verifies by the visible checks, whatever scope is asked for.
    package func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        try await inner.verify(candidate, scope: .visible)
    }

    /// Runs one more test file on a candidate by the inner verifier.
    package func check(_ candidate: Candidate, test source: String) async throws(HarnessError) -> AddedTestOutcome? {
        try await inner.check(candidate, test: source)
    }

    /// Returns the modules that the toolchain lacks, by the inner verifier.
    package func missing(_ modules: [String]) async throws(HarnessError) -> [String]? { try await inner.missing(modules) }

    /// Runs single calls on a candidate by the inner verifier.
    package func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]? {
        try await inner.probe(candidate, calls)
    }
}
