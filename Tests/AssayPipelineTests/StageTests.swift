import AssayCore
import AssayPipeline
import AssayTestSupport
import Foundation
import Testing

@Suite(.serialized) struct StageTests {
    @Test("a plan that stays flawed is said and never silently used")
    func flawedPlan() async throws {
        let (outcome, log, _) = try await runScripted(
            ["- a point about sorting", "no", "{\"stages\": []}", "nonsense", Merge.right, #"{"findings": []}"#])
        #expect(outcome.claimsDone)
        #expect(await log.notes.contains { $0.contains("no valid plan after 2 repairs") })
    }

    @Test("a probe that passes before any work, and a module that is not there, are refused")
    func redFirst() async throws {
        func plan(_ more: String) -> String {
            #"{"stages":[{"id":"s1","goal":"g","depends_on":[],"files":["shop/inventory.py","shop/report.py"],"provides":["low_stock","stock_report"],"requires":[],"checks":["visible_tests"]}]"#
                + more + "}"
        }
        let (_, log, several) = try await runScripted(
            ["- a point about the stock", plan(#","imports":["numpy_of_mars","json","shop.inventory"]"#), plan(""), "no code"], task: "low-stock"
        ) { $0.maxFixRounds = 0 }
        let notes = await log.notes
        #expect(notes.contains { $0.contains("P11: the module 'numpy_of_mars'") && !$0.contains("json") })
        #expect(notes.contains { $0.contains("accepted in round 1") })
        let probing =
            #"{"stages":[{"id":"s1","goal":"g","depends_on":[],"files":["textkit/slug.py"],"provides":["slugify"],"requires":[],"checks":["visible_tests"],"probes":[{"call":"slugify('abc')","expected":"'abc'"}]}]}"#
        let (_, red, asked) = try await runScripted(["- a point about the slug", probing, probing, probing, "no code"], task: "slug-fix") {
            $0.maxFixRounds = 0
        }
        #expect(await red.notes.contains { $0.contains("P9: slugify('abc')") })
        #expect(await asked.prompts[1].contains("`probes` of a stage"), "calls can be run on one file of Python, so they are asked for")
        #expect(await !several.prompts[1].contains("`probes`"))
    }

    @Test("a stage that fails twice is planned anew, once, from what stands")
    func replanned() async throws {
        let broken = "```python\ndef low_stock(items, threshold):\n    return (\n```"
        let (outcome, log, client) = try await runScripted(
            ["- a point about the stock", Stock.twoStages, broken, broken, Stock.twoStages, Stock.inventory, Stock.stockReport], task: "low-stock"
        ) { $0.review = false }
        #expect(outcome.claimsDone)
        #expect(await log.notes.contains { $0.contains("stage s1 failed twice") })
        #expect(await client.prompts[4].contains("could not be done"))
    }

    @Test("a stage that breaks what passed before is written again")
    func staysGreen() async throws {
        let breaking = Stock.inventory.replacingOccurrences(of: "sorted(", with: "list(")
        let plan = Stock.twoStages.replacingOccurrences(of: #""files":["shop/report.py"]"#, with: #""files":["shop/report.py","shop/inventory.py"]"#)
        let both = { (first: String) in "FILE: shop/inventory.py\n\(first)\nFILE: shop/report.py\n\(Stock.stockReport)" }
        let empty = breaking.replacingOccurrences(of: "list(name for name, count in items.items() if count < threshold)", with: "[]")
        let (outcome, log, _) = try await runScripted(
            ["- a point about the stock", plan, Stock.inventory, both(empty), both(Stock.inventory)], task: "low-stock"
        ) { $0.review = false }
        #expect(outcome.claimsDone)
        #expect(await log.notes.contains { $0.contains("stage s2: failed, it breaks what passed before") })
        #expect(await log.verdicts == [.failed, .failed, .passed])
    }

    @Test("a critic's point counts when the task says it in so many words, and then the plan is made again")
    func critique() async throws {
        let critic =
            #"{"problems": [{"quote": "leave the line out when nothing is low", "missing": "nobody leaves the line out"}, {"quote": "must run on Mars", "missing": "Mars"}]}"#
        let (outcome, log, client) = try await runScripted(
            ["- a point about the stock", Stock.twoStages, critic, Stock.twoStages, Stock.inventory, Stock.stockReport], task: "low-stock"
        ) {
            $0.review = false
            $0.critique = true
        }
        #expect(outcome.claimsDone)
        #expect(await log.notes.contains { $0.contains("critique: 2 points, 1 of them in the task's words") })
        let prompts = await client.prompts
        #expect(prompts[3].contains("nobody leaves the line out") && !prompts[3].contains("Mars"))
    }
}
