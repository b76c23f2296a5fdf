import AssayCore
import AssayPipeline
import Testing

@Suite struct FailureTextTests {
    private func report(_ message: String) -> ReviewReport {
        ReviewReport(
            task: "t", scope: .visible, verdict: .failed, tier: .b, findings: [Finding(kind: .test, rule: "test", message: message, path: "a.py", line: 3)],
            checks: [], limits: SandboxLimits(), toolchain: [:], policy: [], sandbox: SandboxSummary(), duration: 0)
    }

    @Test("where an object lies in memory is no part of a question, and other numbers are")
    func stable() {
        func texts(_ place: String) -> [String] {
            let report = report("assert None == 2; where None = remove('Rain'), remove = <playlist.Playlist object at \(place)>.remove")
            return [FailureText.describe(report), FailureText.whole(report)]
        }
        #expect(texts("0x7fed01348290") == texts("0x7f1a9143b590"))
        #expect(texts("0x7fed01348290").allSatisfy { $0.contains("object at 0x…>.remove") })
        #expect(FailureText.describe(report("expected 0xdeadbeef")).contains("0xdeadbeef"))
    }
}
