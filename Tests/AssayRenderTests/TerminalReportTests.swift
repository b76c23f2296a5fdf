import AssayCore
import AssayRender
import AssaySupport
import Testing

@Suite struct TerminalReportTests {
    private static func report(_ findings: [Finding], _ level: IsolationLevel = .full) -> ReviewReport {
        var sandbox = SandboxSummary()
        (sandbox.isolationLevel, sandbox.runs) = (level, 1)
        return ReviewReport(
            task: "shop", scope: .full, verdict: .failed, tier: .b, findings: findings, checks: [CheckResult(id: "t", kind: .test, status: .failed)],
            limits: SandboxLimits(), toolchain: [:], policy: [], sandbox: sandbox, duration: 0.5)
    }

    private static func finding(_ message: String, excerpt: String? = nil, fixes: [String] = []) -> Finding {
        Finding(kind: .test, rule: "assertion", message: message, path: "test_a.py", line: 3, excerpt: excerpt, fixes: fixes)
    }

    @Test("the difference keeps its line breaks and columns, below the source line")
    func difference() {
        let message = "test_a.py::test: assert 'hello' == 'Hello'\n  \n  - Hello\n  ? ^\n  + hello\n  ? ^\n  Use -v to get more diff"
        let text = TerminalReport.render(Self.report([Self.finding(message, excerpt: "assert f() == 'Hello'")]))
        #expect(
            text.contains(
                """
                  error test_a.py:3: test_a.py::test: assert 'hello' == 'Hello' [test/assertion]
                      │ assert f() == 'Hello'
                      │   - Hello
                      │   ? ^
                      │   + hello
                      │   ? ^

                """), "\(text)")
        #expect(!text.contains("⏎") && !text.contains("Use -v"))
    }

    @Test("a long difference is folded in the middle, and shown whole where everything is")
    func folding() {
        let message = "assert a == b\n" + (1...40).map { "  line \($0)" }.joined(separator: "\n")
        let text = TerminalReport.render(Self.report([Self.finding(message)]))
        #expect(text.contains("line 10\n") && text.contains("│ … 24 more lines; -v shows them\n") && !text.contains("line 11\n") && text.contains("line 35\n"))
        let whole = TerminalReport.render(Self.report([Self.finding(message)]), showsAll: true)
        #expect(!whole.contains("more lines") && (1...40).allSatisfy { whole.contains("line \($0)\n") })
    }

    @Test("the verdict line says in words what tier and isolation level mean", arguments: IsolationLevel.allCases)
    func words(_ level: IsolationLevel) {
        let line = TerminalReport.render(Self.report([], level)).split(separator: "\n")[0]
        #expect(line.contains("tier B: tests share the candidate's process; isolation level \(level.rawValue): \(level.meaning); 0.50 s"))
    }

    @Test("no line is longer than the terminal, whose columns wide characters take two of", arguments: [40, 80, 120])
    func widths(_ width: Int) {
        let wide = String(repeating: "日本茶", count: 30)
        let findings = [
            Self.finding("assert '\(wide)' == 'x'\n  - \(wide)\n  + x", excerpt: "assert \(String(repeating: "f", count: 200))", fixes: ["a long fix " + wide]),
            Finding(
                kind: .staticCheck, rule: "ruff.F401", severity: .note, message: "unused name", path: "a/very/long/path/to/a/file/of/the/project.py", line: 100),
        ]
        let text = TerminalReport.render(Self.report(findings), color: true, width: width)
        for line in text.split(separator: "\n") { #expect(line.columns <= width, "\(line)") }
    }

    @Test("a fix that is no text is not shown, and text from outside moves no terminal")
    func fixes() {
        let finding = Self.finding("a\u{1B}[2J\u{202E}b\n\u{1B}]0;title\u{07}- c\rd", excerpt: "x\u{9B}31m", fixes: ["", "use y\u{1B}[1m"])
        let text = TerminalReport.render(Self.report([finding]))
        #expect(text.ranges(of: "fix: ").count == 1 && text.contains("fix: use y\n"))
        for bad in ["\u{1B}", "\u{9B}", "\u{202E}", "\r", "title"] { #expect(!text.contains(bad)) }
    }
}
