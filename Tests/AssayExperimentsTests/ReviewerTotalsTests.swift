import AssayCore
import AssayStatistics
import AssaySupport
import Testing

@testable import AssayExperiments

@Suite struct ReviewerTotalsTests {
    @Test("a reviewer is right by claims that were confirmed; any claim is counted beside")
    func totals() throws {
        var totals = ReviewerTotals()
        totals.add(isWrong: true, claims: [.refuted, .confirmed], usage: TokenUsage(prompt: 10, completion: 2))
        totals.add(isWrong: true, claims: [], usage: TokenUsage(prompt: 5))
        totals.add(isWrong: false, claims: [.refuted], usage: TokenUsage(prompt: 5, completion: 1))
        totals.addUnseen()
        #expect(totals.wrong == 2 && totals.right == 1 && totals.failVisible == 1 && totals.usage.total == 23)
        #expect(totals.confirmed.truePositives == 1 && totals.confirmed.falsePositives == 0)
        #expect(totals.claimed.truePositives == 1 && totals.claimed.falsePositives == 1)
        #expect(totals.claims == ["confirmed": 1, "refuted": 2])
        let text = totals.text(reviewer: "critic\u{1B}[31m")
        #expect(text.hasPrefix("reviewer critic: 2 wrong and 1 right answers; 1 fail the visible checks and were not reviewed\n"))
        #expect(text.contains("claims: 1 confirmed, 2 refuted; 23 tokens"))
    }

    @Test("shares of nothing are none, not nought")
    func empty() {
        let text = ReviewerTotals().text(reviewer: "critic")
        #expect(text.contains("–") && !text.contains("nan") && text.contains("claims: none"))
    }
}
