import AssayCore
import AssayRender
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct JobSummaryTests {
    private static func report(findings: Int) -> ReviewReport {
        let findings = (0..<findings).map {
            Finding(kind: .test, rule: "assertion", message: "wrong \(String(repeating: "x", count: 400))", test: "test_\($0)")
        }
        return ReviewReport(
            task: "t", scope: .full, verdict: .failed, tier: .b, findings: findings, checks: [], limits: SandboxLimits(), toolchain: [:], policy: [],
            sandbox: SandboxSummary(), duration: 0)
    }

    @Test("a report is added to what the file has, and never makes it larger than a summary may be")
    func appended() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/summary.md"
        try Data("# before\n".utf8).write(to: URL(filePath: file))
        try JobSummary.append(Self.report(findings: 1), to: file)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.hasPrefix("# before\n# ✗ t: failed") && text.contains("tier B: tests share"))
        for _ in 0..<3 { try JobSummary.append(Self.report(findings: 2000), to: file) }
        let size = try Data(contentsOf: URL(filePath: file)).count
        #expect(size <= 1 << 20 && size > 900_000)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("longer than a summary may be"))
        #expect(throws: InputError.self) { try JobSummary.append(Self.report(findings: 1), to: folder + "/no/such/file") }
    }
}
