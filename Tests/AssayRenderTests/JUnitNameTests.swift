import AssayCore
import Testing

@testable import AssayRender

@Suite struct JUnitNameTests {
    @Test(
        "a test's class is what its runner names before its own name",
        arguments: [
            ("test_two", "test", "test_two"), ("tests/test_a.py::TestA::test_b[1/2::x]", "test.tests/test_a.py::TestA", "test_b[1/2::x]"),
            ("M.Suite/name(of:)", "test.M.Suite", "name(of:)"), ("A/testOne", "test.A", "testOne"), ("sub/pkg.TestX", "test.sub", "pkg.TestX"),
            ("org.a.BTest.adds", "test.org.a.BTest", "adds"), ("krate::tests::adds", "test.krate::tests", "adds"), ("tests/run.sh", "test.tests", "run.sh"),
            ("test/a.test.js > sums > adds 1.5 and 2/3", "test.test/a.test.js > sums", "adds 1.5 and 2/3"), ("adds 1.5 and 2", "test", "adds 1.5 and 2"),
            ("go: TestX", "test.go", "TestX"), ("/", "test", "/"), ("a.", "test", "a."), ("", "test", ""),
        ])
    func parts(_ id: String, _ group: String, _ name: String) {
        let parts = JUnitReport.parts(of: CheckResult(id: id, kind: .test, status: .passed))
        #expect(parts.group == group && parts.name == name)
    }

    @Test("what never ran is not failing")
    func failing() {
        let statuses: [CheckStatus] = [.passed, .failed, .crashed, .timeout, .missing, .skipped, .expectedFailure, .notRun]
        let report = ReviewReport(
            task: "t", scope: .full, verdict: .failed, tier: .b, findings: [],
            checks: statuses.map { CheckResult(id: $0.rawValue, kind: .test, status: $0) }, limits: SandboxLimits(), toolchain: [:], policy: [],
            sandbox: SandboxSummary(), duration: 1)
        #expect(report.failing == ["failed", "crashed", "timeout"])
    }
}
