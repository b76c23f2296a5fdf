import AssaySupport

/// The kind of a check.
package enum CheckKind: String, Sendable, Codable {
    /// A build of the candidate.
    case build
    /// One test.
    case test
    /// A comparison with expected values outside the candidate's process.
    case oracle
    /// A linter or type checker.
    case staticCheck = "static"
}

/// The outcome of a check.
package enum CheckStatus: String, Sendable, Codable, CaseIterable {
    /// The check ran and found nothing wrong.
    case passed
    /// The check ran and failed.
    case failed
    /// The test was skipped by its runner.
    case skipped
    /// The test failed, as its project expects it to.
    case expectedFailure = "expected_failure"
    /// The process died during the check.
    case crashed
    /// A limit of time was reached.
    case timeout
    /// The listed test was not reported.
    case missing
    /// The check was not reached, because an earlier one failed.
    case notRun = "not_run"
}

/// One check: a build, a test, a linter, an oracle.
package struct CheckResult: Sendable, Codable, Equatable {
    /// The identifier of the check within its task.
    package var id: String
    /// The kind of the check.
    package let kind: CheckKind
    /// The outcome of the check.
    package var status: CheckStatus
    /// The property that the check probes.
    package let tag: CheckTag?
    /// Whether the check is hidden from the pipeline.
    package let hidden: Bool
    /// Seconds that the check took; nil where they were not measured.
    package let seconds: Double?

    /// What stands in the place of tests where a change affects no member of its workspace: none was run, and none is asked for.
    package static let nothingAffected = CheckResult(id: "no member is affected", kind: .test, status: .skipped)

    /// Makes the result of one check.
    package init(
        id: String, kind: CheckKind, status: CheckStatus, tag: CheckTag? = nil,
        hidden: Bool = false, seconds: Double? = nil
    ) {
        self.id = id
        self.kind = kind
        self.status = status
        self.tag = tag
        self.hidden = hidden
        self.seconds = seconds
    }
}
