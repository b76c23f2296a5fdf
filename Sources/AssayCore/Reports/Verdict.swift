/// The verdict on a candidate; `VerdictPolicy` takes the first class that applies, in this order.
package enum Verdict: String, Sendable, Codable, CaseIterable {
    /// Assay, a toolchain or the suite failed; this says nothing about the candidate.
    case harnessError = "harness_error"
    /// The candidate made a system call that is denied and reported.
    case sandboxViolation = "sandbox_violation"
    /// The candidate seems to have cheated.
    case tamperingSuspected = "tampering_suspected"
    /// Nothing could be concluded about the candidate; the report says why.
    case unjudgeable
    /// The candidate delivers nothing usable, or lacks what the task asks for.
    case interfaceViolation = "interface_violation"
    /// The candidate does not build.
    case compileError = "compile_error"
    /// Only in stored reports of schema version 1; no longer produced.
    case staticFailed = "static_failed"
    /// A limit of wall, CPU or idle time was reached.
    case timeout
    /// A limit of memory, processes, output, disk or files was reached.
    case resourceLimit = "resource_limit"
    /// The process died.
    case crashed
    /// A test failed.
    case failed
    /// Repeated verifications disagree.
    case flaky
    /// A test was skipped, never ran or asserted nothing.
    case incomplete
    /// Every expected test ran and passed.
    case passed

    /// Whether the candidate passed all checks.
    package var isSolved: Bool { self == .passed }
}
