import AssayCore
import AssayPipeline
import AssaySupport
import AssayTestSupport
import Foundation
import Testing

@Suite(.serialized) struct MultiStepTests {
    @Test("all phases run, and a failed check drives the fix")
    func fixes() async throws {
        let (outcome, log, client) = try await runScripted([
            "- Sort the intervals by their start.", Merge.plan, Merge.wrong, Merge.right, #"{"findings": []}"#,
        ])
        #expect(outcome.claimsDone)
        #expect(outcome.candidate?.files["solution.py"]?.contains("max(out") == true)
        #expect(await log.verdicts == [.failed, .passed])
        let prompts = await client.prompts
        #expect(prompts[3].contains("test_happy_overlap"))
        #expect(!prompts[3].contains("return sorted(intervals)"), "hide_code shows the report, not the code")
        #expect(!prompts.contains { $0.contains("assay-canary-") })
    }

    @Test("the best candidate wins, not the last")
    func ratchet() async throws {
        let half = "```python\ndef merge(intervals):\n    return [[1, 6], [8, 10]]\n```"
        let broken = "```python\ndef merge(intervals):\n    return 1 +\n```"
        let (outcome, log, _) = try await runScripted(["- a point about sorting", Merge.plan, half, broken, Merge.wrong])
        #expect(!outcome.claimsDone)
        #expect(outcome.candidate?.files["solution.py"]?.contains("[1, 6]") == true)
        #expect(await log.best == [true, false, false])
    }

    @Test("a budget ends the attempt before the call that could exceed it")
    func budget() async throws {
        let (outcome, _, client) = try await runScripted(["- a point about sorting"]) { $0.tokensPerTask = 200 }
        #expect(outcome.stopped.contains("budget"))
        #expect(await client.prompts.isEmpty)
    }

    @Test("an attempt that was killed after any of its calls goes on after the last one that was answered", arguments: 0...5)
    func resumes(_ answered: Int) async throws {
        let answers = ["- Sort the intervals by their start.", Merge.plan, Merge.wrong, Merge.right, #"{"findings": []}"#]
        let (whole, log, _) = try await runScripted(answers)
        let calls = await log.calls
        try #require(calls.count == 5)
        let stored = calls.prefix(answered).enumerated().compactMap { index, call in
            call.reply.map { EarlierCalls.Answered(id: Int64(index), request: call.request, reply: $0) }
        }
        let (outcome, again, client) = try await runScripted(Array(answers.dropFirst(answered)), earlier: EarlierCalls(answered: stored))
        #expect(await client.prompts.count == 5 - answered)
        #expect(await again.reused == answered)
        #expect(outcome.candidate == whole.candidate && outcome.usage == whole.usage && outcome.calls == 5 && outcome.rounds == whole.rounds)
    }

    @Test("a call whose answer was lost counts as paid at its worst, what was answered is used even so")
    func lostCall() async throws {
        let (_, log, _) = try await runScripted([Merge.right]) { $0.kind = .singlePass }
        let request = try #require(await log.calls.first).request
        let (outcome, _, client) = try await runScripted([Merge.right], earlier: EarlierCalls(lost: [request])) {
            $0.kind = .singlePass
            $0.tokensPerTask = request.worstTokens * 3 / 2
        }
        #expect(outcome.stopped.contains("budget") && outcome.usage == request.worstUsage)
        #expect(await client.prompts.isEmpty)
        let stored = EarlierCalls.Answered(
            id: 1, request: request, reply: ModelReply(text: Merge.right, servedBy: "m", usage: TokenUsage(), finish: "stop", seconds: 0))
        let (used, _, asked) = try await runScripted([], earlier: EarlierCalls(answered: [stored], lost: [request])) {
            $0.kind = .singlePass
            $0.tokensPerTask = request.worstTokens * 3 / 2
        }
        #expect(used.claimsDone)
        #expect(await asked.prompts.isEmpty)
    }

    @Test("a repeated answer is not verified again")
    func repeats() async throws {
        let (_, log, _) = try await runScripted(["- a point about sorting", Merge.plan, Merge.wrong, Merge.wrong, "# again\n" + Merge.wrong])
        #expect(await log.verdicts.count == 1)
        #expect(await log.notes.contains { $0.contains("the same code again") })
    }

    @Test("the plain answer comes first, and where it passes nothing else is asked")
    func answerFirst() async throws {
        let (single, _, alone) = try await runScripted([Merge.right]) { $0.kind = .singlePass }
        let (outcome, _, client) = try await runScripted([Merge.right]) {
            $0.begin = .answer
            $0.review = false
        }
        #expect(outcome.claimsDone && single.claimsDone)
        let prompts = await client.prompts
        #expect(prompts == (await alone.prompts), "word for word what single-pass asks")
    }

    @Test("what failed is thought about from the second round on")
    func thinksLater() async throws {
        let other = Merge.wrong.replacingOccurrences(of: "sorted(intervals)", with: "list(intervals)")
        let (outcome, _, client) = try await runScripted([Merge.wrong, other, "- Touching intervals are merged.", Merge.right]) {
            $0.begin = .answer
            $0.review = false
            $0.maxFixRounds = 3
        }
        #expect(outcome.claimsDone && outcome.rounds == 2)
        let prompts = await client.prompts
        #expect(!prompts[1].contains("What matters") && prompts[1].contains("failed these checks"))
        #expect(prompts[3].contains("Touching intervals are merged."))
    }

    @Test("the same failure again and again asks for a fresh sample, then for the stronger model")
    func circles() async throws {
        func wrong(_ n: Int) -> String { "```python\ndef merge(intervals):\n    x\(n) = 0\n    return sorted(intervals)\n```" }
        let (outcome, log, client) = try await runScripted([wrong(0), wrong(1), wrong(2), wrong(3), Merge.right]) {
            $0.begin = .answer
            $0.analyze = false
            $0.review = false
            $0.maxFixRounds = 4
            $0.escalateTo = "e"
        }
        #expect(outcome.claimsDone)
        let notes = await log.notes
        let prompts = await client.prompts
        #expect(notes.contains { $0.contains("a fresh sample") })
        #expect(prompts[3] == prompts[0], "nothing of what failed is shown")
        #expect(notes.contains { $0.contains("the stronger model e") })
        #expect(prompts[4].contains("return sorted(intervals)"), "who takes over sees report and code")
    }

    @Test("the last round is for the stronger model, which is shown report and code")
    func expert() async throws {
        let (outcome, log, client) = try await runScripted([Merge.wrong, Merge.right]) {
            $0.begin = .answer
            $0.review = false
            $0.maxFixRounds = 1
            $0.escalateTo = "e"
        }
        #expect(outcome.claimsDone)
        #expect(await log.notes.contains { $0.contains("stronger model") })
        #expect(await client.prompts[1].contains("return sorted(intervals)"))
    }

    @Test("rounds that gain nothing end the loop when they are as many as the setting says")
    func patience() async throws {
        let (outcome, _, client) = try await runScripted([Merge.wrong, "no code", "no code"]) {
            $0.begin = .answer
            $0.analyze = false
            $0.maxFixRounds = 9
            $0.patience = 2
        }
        #expect(outcome.stopped == "2 rounds without progress")
        #expect(await client.prompts.count == 3)
    }

    @Test("the user's own prompts stand instead of ours, and change the arm's digest")
    func ownPrompts() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("{{% CONTENT_TYPE:TEXT}}\nOURS IS BETTER: {{single}}".utf8).write(to: URL(filePath: folder + "/implement.mustache"))
        let own = try Prompts(folder: folder)
        let (_, _, client) = try await runScripted([Merge.right]) {
            $0.kind = .singlePass
            $0.prompts = own
        }
        #expect(await client.prompts[0].hasSuffix("OURS IS BETTER: solution.py"))
        let (before, after) = (Prompts().digests, own.digests)
        #expect(before.keys.filter { before[$0] != after[$0] } == ["implement"])
        try Data("{{#open}}".utf8).write(to: URL(filePath: folder + "/plan.mustache"))
        #expect(throws: InputError.self) { try Prompts(folder: folder) }
        try FileManager.default.removeItem(atPath: folder + "/plan.mustache")
        try Data("x".utf8).write(to: URL(filePath: folder + "/poem.mustache"))
        let error = #expect(throws: InputError.self) { try Prompts(folder: folder) }
        #expect(error?.place.hasSuffix("poem.mustache") == true)
    }
}
