/// Which findings of linters keep a change from being done, though its tests pass: new ones, from a severity on.
///
/// What stood in the code before the change never blocks.
package struct BlockingRules: Sendable, Codable, Equatable {
    /// The least severity at which a finding blocks.
    package enum Level: String, Sendable, Codable, CaseIterable {
        case never, error, warning, note

        /// Whether a finding of a severity blocks.
        fileprivate func blocks(_ severity: Severity) -> Bool {
            switch self {
            case .never: false
            case .error: severity >= .error
            case .warning: severity >= .warning
            case .note: true
            }
        }
    }

    /// The level of security rules.
    package var security = Level.warning
    /// The level of all other rules of linters.
    package var lint = Level.error

    /// Makes the default rules.
    package init() {}

    /// Tools all of whose rules are about security, or about commands that a shell would misread.
    private static let securityTools = ["semgrep.", "gosec.", "bandit.", "shellcheck."]

    /// Whether a rule is about security, by its name; ruff's `S` rules (flake8-bandit) are, its `SIM` and `SLF` are not.
    package static func isSecurity(_ rule: String) -> Bool {
        if securityTools.contains(where: rule.hasPrefix) { return true }
        return rule.hasPrefix("ruff.S") && rule.dropFirst("ruff.S".count).first?.isNumber == true
    }

    /// Whether a finding blocks.
    package func blocks(_ finding: Finding) -> Bool {
        guard finding.kind == .staticCheck, finding.preexisting != true else { return false }
        return (Self.isSecurity(finding.rule) ? security : lint).blocks(finding.severity)
    }
}
