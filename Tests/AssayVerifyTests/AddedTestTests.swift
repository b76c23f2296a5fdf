import AssayCore
import AssaySupport
import Testing

@testable import AssayVerify

/// Where the test of a reviewer's claim stands, and how it ended.
@Suite struct AddedTestTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let language: Language
        let source: String
        var files: [String: String] = [:]
        let tests: [String: String]
        var patterns: [String] = []
        let path: String?
        var testDescription: String { "\(language.rawValue) \(path ?? "no place")" }
    }

    @Test(
        "it stands beside the tests of the same package, and is named as the project's runner wants it",
        arguments: [
            Sample(
                language: .go, source: "package clamp\n\nfunc TestA(t *testing.T) { Clamp(1) }\n",
                tests: [
                    "main_test.go": "package main\n\nfunc TestM(t *testing.T) {}\n",
                    "pkg/clamp/clamp_test.go": "package clamp\n\nfunc TestC(t *testing.T) {}\n",
                ],
                path: "pkg/clamp/assay_review_test.go"),
            Sample(
                language: .rust, source: "use the_clamp::clamp;\n",
                files: [
                    "Cargo.toml": "[workspace]\n", "a/Cargo.toml": "[package]\nname = \"other\"\n", "a/src/lib.rs": "", "b/src/lib.rs": "",
                    "b/Cargo.toml": "[package]\nname = \"the-clamp\"\n",
                ], tests: [:], path: "b/tests/assay_review.rs"),
            Sample(
                language: .rust, source: "use clamp::clamp;\n", files: ["Cargo.toml": "[package]\nname = \"clamp\"\n", "src/lib.rs": ""], tests: [:],
                path: "tests/assay_review.rs"),
            Sample(
                language: .javascript, source: "import test from 'node:test';\n", tests: ["test/clamp.test.mjs": ""], patterns: ["*.test.js", "*.test.mjs"],
                path: "test/assay_review.test.mjs"),
            Sample(
                language: .python, source: "from a.core import f\n",
                tests: ["tests/unit/core_test.py": "from a.core import f\n", "tests/x_test.py": "import x\n"],
                patterns: ["test_*.py", "*_test.py"], path: "tests/unit/assay_review_test.py"),
            Sample(
                language: .java, source: "class AboveTest {}\n", tests: ["src/test/java/a/BTest.java": "package a;\n"], path: "src/test/java/a/AboveTest.java"),
            Sample(language: .swift, source: "import Testing\n", tests: [:], path: nil),
        ])
    func place(_ sample: Sample) throws {
        var brief = TaskBrief(
            id: "t", title: "t", statement: "s", language: sample.language, start: try FileTree(sample.files), deliverables: ["**"],
            visibleTests: try FileTree(sample.tests))
        brief.testPatterns = sample.patterns
        #expect(AddedTest.path(of: sample.source, beside: brief) == sample.path)
    }

    @Test("a file that cannot be loaded is no failed test, and the reason is told; what the failed test says is told too")
    func outcome() {
        func report(_ checks: [(String, CheckStatus)], _ findings: [Finding] = []) -> ReviewReport {
            ReviewReport(
                task: "t", scope: .visible, verdict: .failed, tier: .b, findings: findings,
                checks: checks.map { CheckResult(id: $0.0, kind: .test, status: $0.1) }, limits: SandboxLimits(), toolchain: [:], policy: [],
                sandbox: SandboxSummary(), duration: 0)
        }
        let path = "test/assay_review.test.js"
        func outcome(_ report: ReviewReport) -> AddedTestOutcome { AddedTest.outcome(in: report, at: path, beside: ["old"]) }
        let broken = Finding(kind: .test, rule: "expectation", message: "Error: test failed", path: path, test: path)
        #expect(outcome(report([("old", .passed), (path, .failed)], [broken])) == .notRun("Error: test failed"))
        let failed = Finding(kind: .test, rule: "expectation", message: "9 is not 5", path: path, test: "above")
        #expect(outcome(report([("old", .passed), ("above", .failed)], [failed])) == .failed("9 is not 5"))
        #expect(outcome(report([("old", .failed), ("above", .passed)])) == .passed)
        #expect(outcome(report([("above", .skipped)])) == .notRun("not all of its tests were run"))
    }
}
