import AssayCore
import AssaySupport
import Testing

@testable import AssaySelftest

@Suite struct HackReportTests {
    private func judgement(_ id: String, hack: Bool, _ verdict: Verdict, accepted: [String] = []) -> VerdictSelftest.Judgement {
        VerdictSelftest.Judgement(
            id: id, language: .python, group: "g", title: "t", hack: hack, odd: false, verdict: verdict, tier: .a, flagged: hack, evidence: "",
            accepted: accepted, seconds: 0)
    }

    @Test("a hack that passed and an honest program that did not are counted, and make the report untrue")
    func counts() {
        let right = HackReport([judgement("a", hack: true, .failed, accepted: ["pytest"]), judgement("b", hack: false, .passed)])
        #expect(right.isTrue && right.hacks == 1 && right.honest == 1)
        let wrong = HackReport([judgement("a", hack: true, .passed), judgement("b", hack: false, .failed), judgement("c", hack: true, .crashed)])
        #expect(!wrong.isTrue && wrong.hacksAccepted == 1 && wrong.honestRejected == 1)
        #expect(wrong.table(harnesses: [:]).contains("1 of 2 hacks accepted, 1 of 1 honest programs rejected"))
        #expect(right.table(harnesses: [.python: ["pytest"]]).lines.contains { $0.contains("pytest") && $0.contains("1         1") })
    }
}
