/// The severity of a finding.
package enum Severity: String, Sendable, Codable, Comparable, CaseIterable {
    case note, warning, error

    /// Orders severities from the mildest to the gravest.
    package static func < (left: Severity, right: Severity) -> Bool {
        left.rank < right.rank
    }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The origin of a finding.
package enum FindingKind: String, Sendable, Codable, CaseIterable {
    /// A build.
    case compile
    /// A test.
    case test
    /// A denied and reported system call.
    case sandboxViolation
    /// A reached resource limit.
    case resource
    /// A check against cheating.
    case integrity
    /// A reviewer's claim.
    case review
    /// A linter or type checker.
    case staticCheck = "static"
}

/// The state of a finding compared with an earlier verification.
package enum FindingState: String, Sendable, Codable {
    /// Not in the earlier report.
    case new
    /// In both reports.
    case persisting
    /// Only in the earlier report.
    case resolved
    /// New, on a check that had passed.
    case regressed
}
