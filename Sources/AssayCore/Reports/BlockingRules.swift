/// Which findings of linters keep a change from being done, though its tests pass: new ones, from a severity on.
///
/// What stood in the code before the change never blocks.
package struct BlockingRules: Sendable, Codable, Equatable {
    /// The least severity at which a finding of a security rule blocks; nil for never.
    package var security: Severity? = .warning
    /// The least severity at which any other finding of a linter blocks; nil for never.
    package var lint: Severity? = .error

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
        guard let least = Self.isSecurity(finding.rule) ? security : lint else { return false }
        return finding.severity >= least
    }
}
