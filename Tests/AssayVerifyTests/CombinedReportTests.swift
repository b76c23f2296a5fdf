import AssayCore
import AssaySupport
import AssayVerify
import Testing

@Suite struct CombinedReportTests {
    private func part(_ language: Language, _ folder: String, _ verdict: Verdict) -> (task: CodingTask, report: ReviewReport) {
        var task = CodingTask(
            brief: TaskBrief(id: "both", title: "both", statement: "", language: language, deliverables: []), form: .project, hidden: HiddenChecks())
        task.folder = folder
        let finding = Finding(kind: .test, rule: "expectation", message: "wrong", path: "a_test", line: 1, test: "twice")
        let report = ReviewReport(
            task: "both", scope: .full, verdict: verdict, tier: language == .c ? .c : .b, findings: verdict == .passed ? [] : [finding],
            checks: [CheckResult(id: "twice", kind: .test, status: verdict == .passed ? .passed : .failed)], limits: SandboxLimits(),
            toolchain: [language.rawValue: "1"], policy: ["base"], sandbox: SandboxSummary(), duration: 1)
        return (task, report)
    }

    @Test("of several projects the worst verdict counts, each test says whose it is, and paths begin at the folder that was given")
    func several() throws {
        let report = try #require(ReviewReport.combined([part(.go, "", .passed), part(.c, "lib", .failed)]))
        #expect(report.verdict == .failed && report.tier == .c && report.duration == 2)
        #expect(report.checks.map(\.id) == ["go: twice", "lib: twice"])
        #expect(report.findings.map(\.path) == ["lib/a_test"] && report.findings.map(\.test) == ["lib: twice"])
        #expect(report.toolchain.keys.sorted() == ["c", "go"])
    }

    @Test("of one project the report is its own")
    func one() throws {
        let report = try #require(ReviewReport.combined([part(.go, "", .failed)]))
        #expect(report == part(.go, "", .failed).report)
        #expect(ReviewReport.combined([]) == nil)
    }
}
