/// The class of one attempt's outcome; the first that applies in this order wins.
package enum Verdict: String, Sendable, Codable, CaseIterable {
    case harnessError = "harness_error"
    case sandboxViolation = "sandbox_violation"
    case tamperingSuspected = "tampering_suspected"
    /// Nothing could be concluded about the candidate; the report says why.
    case unjudgeable
    case interfaceViolation = "interface_violation"
    case compileError = "compile_error"
    /// Only in stored reports of schema version 1; no longer produced.
    case staticFailed = "static_failed"
    case timeout
    case resourceLimit = "resource_limit"
    case crashed
    case failed
    case flaky
    case incomplete
    case passed

    /// Whether the candidate passed all checks.
    package var isSolved: Bool { self == .passed }
}
