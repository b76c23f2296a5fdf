import AssaySupport

/// The kind of a check.
package enum CheckKind: String, Sendable, Codable {
    case build, test, oracle
    case staticCheck = "static"
}

/// The outcome of a check.
package enum CheckStatus: String, Sendable, Codable {
    case passed, failed, skipped, crashed, timeout, missing
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
