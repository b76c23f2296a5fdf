import AssayCore
import Testing

@Suite struct FixedFileTests {
    @Test(
        "hidden files, lock files and licences change only where a task names them",
        arguments: [
            (".github/workflows/ci.yml", true), ("a/.hidden", true), ("uv.lock", true), ("web/package-lock.json", true), ("go.sum", true),
            ("LICENSE", true), ("License.md", true), ("vendor/x/LICENSE.txt", true), ("docs/license.rst", false), ("src/license.py", false),
            ("src/a.py", false), ("README.md", false), ("locks.py", false),
        ])
    func fixed(_ path: String, _ isFixed: Bool) { #expect(FixedFile.contains(path) == isFixed) }

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
