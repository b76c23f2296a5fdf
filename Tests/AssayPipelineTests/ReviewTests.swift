import AssayCore
import AssayPipeline
import AssaySupport
import AssayTestSupport
import Foundation
import Testing

@Suite(.serialized) struct ReviewTests {
    @Test("a review finding counts only when it was run and derived twice")
    func review() async throws {
        let claim =
            #"{"findings": [{"claim": "wrong", "call": "merge([[1, 4], [2, 3]])", "expected": "[[1, 4]]"}, {"claim": "made up", "call": "merge([])", "expected": "[[0, 0]]"}]}"#
        let (outcome, log, _) = try await runScripted([
            "- a point about sorting", Merge.plan, Merge.right, claim, "Thinking.\nANSWER: []",
        ])
        #expect(outcome.claimsDone)
        #expect(await log.notes.count { $0.contains("refuted") } == 2)
    }

    @Test("a confirmed finding that stays open forbids to claim the work is done")
    func openFinding() async throws {
        // Right on the visible examples and wrong on touching single points.
        let almost = Merge.right.replacingOccurrences(of: "    out = []", with: "    if len(intervals) == 1:\n        return []\n    out = []")
        let claim = #"{"findings": [{"claim": "one is lost", "call": "merge([[3, 4]])", "expected": "[[3, 4]]"}]}"#
        let (outcome, log, client) = try await runScripted([almost, claim, "ANSWER: [[3, 4]]", "no code"]) {
            $0.begin = .answer
            $0.maxFixRounds = 1
        }
        #expect(outcome.report?.verdict == .passed && !outcome.claimsDone && outcome.openFindings == 1)
        #expect(await log.notes.contains { $0.contains("confirmed: merge([[3, 4]])") })
        #expect(await !client.prompts[2].contains("def merge(intervals):\n    if"), "who derives does not see the code")
        let (mended, _, _) = try await runScripted([almost, claim, "ANSWER: [[3, 4]]", Merge.right, #"{"findings": []}"#]) { $0.begin = .answer }
        #expect(mended.claimsDone && mended.candidate?.files["solution.py"]?.contains("return []") == false)
    }

    @Test("in a project the proof of a review finding is a test: it is run, and somebody else must agree")
    func provenByTest() async throws {
        let wrong = Stock.stockReport.replacingOccurrences(of: "if low else", with: "if len(low) < 2 and low else")
        func claim(_ quote: String, _ line: String) -> String {
            "CLAIM: several low names are lost\nQUOTE: \(quote)\n```python\nfrom shop.report import stock_report\n\ndef test_several():\n    \(line)\n```\n"
        }
        let failing = #"assert stock_report({"b": 1, "a": 2}) == "total: 3\nlow: a, b""#
        let review =
            claim("followed by the low names joined by `, `", failing) + claim("never said anywhere", "assert False")
            + claim("in alphabetical order", "assert True")
        let (outcome, log, client) = try await runScripted(
            [
                "- a point about the stock", Stock.twoStages, Stock.inventory, wrong, review, "It does.\nANSWER: YES",
                "FILE: shop/inventory.py\n\(Stock.inventory)\nFILE: shop/report.py\n\(Stock.stockReport)", "NONE",
            ],
            task: "low-stock")
        let notes = await log.notes
        #expect(notes.contains { $0.contains("confirmed: a test for") }, "\(notes)")
        #expect(notes.contains { $0.contains("refuted: a test for") })
        #expect(notes.contains { $0.contains("dropped: ") && $0.contains("the task does not say \"never said anywhere\"") }, "\(notes)")
        #expect(outcome.claimsDone && outcome.openFindings == 0, "\(notes) \(outcome.stopped) \(outcome.report?.findings.map(\.message) ?? [])")
        #expect(await client.prompts.count == 8)
    }
}
