import AssayCore
import Testing

@Suite struct BlockingRulesTests {
    @Test(
        "security rules are told by their names, and block from warnings on if they are new",
        arguments: [
            ("ruff.S602", Severity.warning, true), ("ruff.SIM102", .warning, false), ("ruff.SLF001", .error, true), ("semgrep.x", .warning, true),
            ("shellcheck.SC2086", .note, false), ("clippy::all", .warning, false), ("clippy::all", .error, true),
        ])
    func blocking(_ rule: String, _ severity: Severity, _ blocks: Bool) {
        var finding = Finding(kind: .staticCheck, rule: rule, severity: severity, message: "m", path: "a", line: 1)
        #expect(BlockingRules().blocks(finding) == blocks)
        finding.preexisting = true
        #expect(!BlockingRules().blocks(finding))
    }
}
