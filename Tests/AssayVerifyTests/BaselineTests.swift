import AssayCore
import Testing

@testable import AssayVerify

/// How a change's tests compare with those of the tree before it.
private struct Compared: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var before: [String: CheckStatus]
    var after: [String: CheckStatus]
    var allowsTestChanges = false
    var classes: Set<Verdict> = []
    var says: [String] = []
}

@Suite struct BaselineTests {
    private static func checks(_ statuses: [String: CheckStatus]) -> [CheckResult] {
        statuses.sorted { $0.key < $1.key }.map { CheckResult(id: $0.key, kind: .test, status: $0.value) }
    }

    private static func report(_ statuses: [String: CheckStatus], _ findings: [Finding] = []) -> ReviewReport {
        ReviewReport(
            task: "t", scope: .full, verdict: .passed, tier: .b, findings: findings, checks: checks(statuses), limits: SandboxLimits(), toolchain: [:],
            policy: [], sandbox: SandboxSummary(), duration: 1)
    }

    @Test(
        "a change is held against what ran before it",
        arguments: [
            Compared(testDescription: "nothing changed", before: ["a": .passed, "b": .skipped], after: ["a": .passed, "b": .skipped]),
            Compared(
                testDescription: "a test is gone", before: ["a": .passed, "b": .passed], after: ["a": .passed], classes: [.incomplete],
                says: ["1 test no longer run: b"]),
            Compared(
                testDescription: "a person takes a test out", before: ["a": .passed, "b": .passed], after: ["a": .passed], allowsTestChanges: true,
                says: ["1 test no longer run: b"]),
            Compared(
                testDescription: "a test is skipped now", before: ["a": .passed, "b": .passed], after: ["a": .passed, "b": .skipped], classes: [.incomplete],
                says: ["1 test now skipped or failing as expected: b"]),
            Compared(
                testDescription: "a test fails as expected now", before: ["a": .passed, "b": .passed], after: ["a": .passed, "b": .expectedFailure],
                classes: [.incomplete], says: ["1 test now skipped or failing as expected: b"]),
            Compared(testDescription: "a test that failed is gone", before: ["a": .passed, "b": .failed], after: ["a": .passed]),
            Compared(
                testDescription: "tests are new", before: ["a": .passed], after: ["a": .passed, "b": .passed, "c": .failed],
                says: ["2 tests new: b, c; 1 of them not passed"]),
            Compared(testDescription: "nothing ran before", before: [:], after: ["a": .passed]),
        ])
    fileprivate func compared(_ case: Compared) {
        let baseline = Baseline(report: Self.report(`case`.before), allowsTestChanges: `case`.allowsTestChanges)
        var evidence = Evidence()
        evidence.checks = Self.checks(`case`.after)
        let marked = baseline.compared(evidence)
        #expect(marked.classes == `case`.classes)
        #expect(marked.findings.map(\.message) == `case`.says)
    }

    @Test("files of tests that a change edits are told")
    func edited() {
        var evidence = Evidence()
        evidence.checks = Self.checks(["a": .passed])
        let marked = Baseline(report: Self.report(["a": .passed]), allowsTestChanges: true, editedTests: ["tests/a.py"]).compared(evidence)
        #expect(marked.findings.map(\.message) == ["1 test file changed: tests/a.py"] && marked.findings.map(\.path) == ["tests/a.py"])
        #expect(marked.classes.isEmpty)
    }

    @Test("failures that were there before are marked, and what static checks said before is not said again")
    func preexisting() {
        let old = Finding(kind: .staticCheck, rule: "lint.A", severity: .warning, message: "old", path: "a.py", line: 1)
        let baseline = Baseline(report: Self.report(["a": .failed, "b": .passed], [old]), allowsTestChanges: true)
        var evidence = Evidence()
        evidence.checks = Self.checks(["a": .failed, "b": .failed])
        evidence.classes = [.failed]
        evidence.findings = [
            Finding(kind: .test, rule: "assertion", message: "one", test: "a"), Finding(kind: .test, rule: "assertion", message: "two", test: "b"), old,
            Finding(kind: .staticCheck, rule: "lint.A", severity: .warning, message: "new", path: "b.py", line: 1),
        ]
        let marked = baseline.compared(evidence)
        #expect(marked.findings.map(\.message) == ["one", "two", "new"])
        #expect(marked.findings.map { $0.preexisting == true } == [true, false, false] && marked.classes == [.failed])
    }

    @Test(
        "after a limit or a crash, and of a tree that does not build, tests that did not run are not called lost",
        arguments: [Verdict.timeout, .crashed, .compileError])
    func explained(_ verdict: Verdict) {
        var evidence = Evidence()
        evidence.classes = [verdict]
        let marked = Baseline(report: Self.report(["a": .passed]), allowsTestChanges: false).compared(evidence)
        #expect(marked.findings.isEmpty && marked.classes == [verdict])
    }
}
