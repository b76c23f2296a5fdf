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
package enum FindingKind: String, Sendable, Codable {
    case compile, test, sandboxViolation, resource, integrity, review
    case staticCheck = "static"
}

/// The state of a finding compared with an earlier verification.
package enum FindingState: String, Sendable, Codable {
    case new, persisting, resolved
    /// New, on a check that had passed.
    case regressed
}
