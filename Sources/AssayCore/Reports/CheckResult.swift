import AssaySupport

/// What kind of check produced an outcome.
package enum CheckKind: String, Sendable, Codable {
    case build, test, oracle
    case staticCheck = "static"
}

/// How one check ended.
package enum CheckStatus: String, Sendable, Codable {
    case passed, failed, skipped, crashed, timeout, missing
    case notRun = "not_run"
}

/// One check: a build, a test, a linter, an oracle.
package struct CheckResult: Sendable, Codable, Equatable {
    package var id: String
    package var kind: CheckKind
    package var status: CheckStatus
    package var tag: CheckTag?
    package var hidden: Bool
    package var seconds: Double?
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
