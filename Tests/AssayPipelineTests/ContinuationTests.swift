import AssayCore
import AssaySupport
import Testing

@testable import AssayPipeline

/// Gives answers in order, each with the way in which it ended, and keeps what it was asked.
private actor Cutting: ModelClient {
    private var replies: [(text: String, end: AnswerEnd)]
    private(set) var requests: [ModelRequest] = []
    private let window: Int?

    init(_ replies: [(String, AnswerEnd)], window: Int? = nil) {
        self.replies = replies.map { (text: $0.0, end: $0.1) }
        self.window = window
    }

    func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        requests.append(request)
        guard !replies.isEmpty else { throw ModelError(.notRecorded, "the script has ended") }
        let next = replies.removeFirst()
        return ModelReply(
            text: next.text, servedBy: "s", usage: TokenUsage(prompt: 100, completion: 20), finish: next.end.rawValue, seconds: 1)
    }

    func contextWindow(of model: String) async -> Int? { window }
}

@Suite struct ContinuationTests {
    private static let answer = "```python\ndef double(n):\n    return 2 * n\n\n\ndef half(n):\n    return n / 2\n```\n"

    private static func settings(_ traits: ModelTraits?) -> PipelineSettings {
        var settings = PipelineSettings(roles: ["implementer": "m"])
        settings.kind = .singlePass
        settings.models = traits.map { ["m": $0] }
        return settings
    }

    private func run(_ client: Cutting, _ settings: PipelineSettings, earlier: EarlierCalls = EarlierCalls()) async throws -> (AttemptOutcome, EventLog) {
        let brief = TaskBrief(id: "t", title: "t", statement: "Write it.", language: .python, deliverables: ["solution.py"])
        let log = EventLog()
        let attempt = try Attempt(brief: brief, settings: settings, client: client, verifier: Content(), events: log, seed: 1, earlier: earlier)
        return (try await attempt.run(), log)
    }

    @Test("an answer that is cut anywhere is joined without loss or repetition", arguments: Array(stride(from: 1, to: answer.count, by: 3)))
    func everywhere(_ length: Int) {
        let (first, rest) = (String(Self.answer.prefix(length)), String(Self.answer.dropFirst(length)))
        #expect(ContinuedAnswer.joined(first, rest) == Self.answer)
        // A model that begins with the line in which it was cut.
        let line = first.allLines.last.map(String.init) ?? ""
        if line.filter({ $0 != " " }).count >= 4 { #expect(ContinuedAnswer.joined(first, line + rest) == Self.answer) }
    }

    @Test(
        "what models put before the rest is left out",
        arguments: [
            ("```python\n    return 2 * n\n```", "```python\ndef double(n):\n"), ("\n```py\n    return 2 * n\n```", "```python\ndef double(n):\n"),
            ("<think>where was I?</think>    return 2 * n\n```", "```python\ndef double(n):\n"),
            ("def double(n):\n    return 2 * n\n```", "```python\ndef double(n):\n    return"),
        ])
    func wrapped(_ rest: String, _ first: String) {
        let cut = first.hasSuffix("return") ? "def double(n):\n    return 2 * n\n```" : rest
        #expect(ContinuedAnswer.joined(first, cut) == "```python\ndef double(n):\n    return 2 * n\n```", "\(rest)")
    }

    @Test("what is twice in the answer itself stays", arguments: [("(", "(a + b) * c)"), ("x = 1\n", "x = 1\ny = 2\n"), ("a\n}\n", "}\n"), ("é", "\u{301}e")])
    func kept(_ first: String, _ rest: String) { #expect(ContinuedAnswer.joined(first, rest) == first + rest) }

    @Test("a cut answer is continued once, by a call of its own, in the words of the prompt")
    func continued() async throws {
        let client = Cutting([(String(Self.answer.prefix(30)), .length), (String(Self.answer.dropFirst(30)), .stop)])
        let (outcome, log) = try await run(client, Self.settings(ModelTraits(continuesCut: true)))
        #expect(outcome.candidate?.files["solution.py"]?.contains("return n / 2") == true)
        #expect(outcome.calls == 2 && outcome.usage == TokenUsage(prompt: 200, completion: 40) && !outcome.stopped.contains("cut"))
        let requests = await client.requests
        #expect(requests[1].messages.dropFirst(2).map(\.role) == [.assistant, .user] && requests[1].messages[2].content == String(Self.answer.prefix(30)))
        #expect(requests[1].messages[3].content.contains("limit of its length") && requests[0].seed != requests[1].seed)
        #expect(await log.calls.count == 2)
        #expect(await log.notes.contains("implement: the answer was cut at its limit of tokens and continued"))
    }

    @Test("a continuation that is cut too is told, and not continued again")
    func cutAgain() async throws {
        let client = Cutting([("```python\nx = 1\n", .length), ("y = 2\n", .length)])
        let (outcome, log) = try await run(client, Self.settings(ModelTraits(continuesCut: true)))
        #expect(outcome.calls == 2 && outcome.stopped.hasSuffix("; the answer: cut at max_tokens"))
        #expect(await log.notes.contains("implement: the answer was cut at its limit of tokens and cut again: raise max_output_tokens of m"))
    }

    @Test(
        "nothing is asked where it is not wanted, where the budget ends, and where nothing but thoughts came",
        arguments: [
            (nil, 40_000, "```python\nx = 1\n"), (true, 1500, "```python\n" + String(repeating: "x = 1\n", count: 500)), (true, 40_000, "<think>\nhm"),
            (false, 40_000, "x"),
        ]
            as [(Bool?, Int, String)])
    func notContinued(_ wanted: Bool?, _ budget: Int, _ text: String) async throws {
        let client = Cutting([(text, .length)])
        var settings = Self.settings(ModelTraits(continuesCut: wanted))
        settings.tokensPerTask = budget
        let (outcome, log) = try await run(client, settings)
        #expect(outcome.calls == 1 && outcome.stopped.contains("cut at max_tokens"))
        let isTold = await log.notes.contains { $0.contains("is not continued: the next call could exceed the task's budget") }
        #expect(isTold == (budget == 1500))
    }

    @Test("an attempt that is resumed pays for neither part again")
    func resumed() async throws {
        let parts = [(String(Self.answer.prefix(30)), AnswerEnd.length), (String(Self.answer.dropFirst(30)), .stop)]
        let settings = Self.settings(ModelTraits(continuesCut: true))
        let (first, log) = try await run(Cutting(parts), settings)
        let stored = await log.calls.enumerated().compactMap { index, call in
            call.reply.map { EarlierCalls.Answered(id: Int64(index), request: call.request, reply: $0) }
        }
        let silent = Cutting([])
        let (second, again) = try await run(silent, settings, earlier: EarlierCalls(answered: stored))
        #expect(await silent.requests.isEmpty)
        #expect(await again.reused == 2)
        #expect(second.candidate == first.candidate && second.usage == first.usage)
    }
}

@Suite struct ModelTraitsTests {
    private func requests(
        _ traits: ModelTraits?, window: Int? = nil, _ change: (inout PipelineSettings) -> Void = { _ in }
    ) async throws -> [ModelRequest] {
        let brief = TaskBrief(id: "t", title: "t", statement: "Write it.", language: .python, deliverables: ["solution.py"])
        var settings = PipelineSettings(roles: Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0.rawValue, "m") }))
        settings.maxFixRounds = 0
        settings.models = traits.map { ["m": $0] }
        change(&settings)
        let client = Cutting([("- a point that is long enough", .stop)] + Array(repeating: ("no plan", AnswerEnd.stop), count: 9), window: window)
        _ = try await Attempt(brief: brief, settings: settings, client: client, verifier: Content(), events: NoEvents(), seed: 1).run()
        return await client.requests
    }

    @Test("a model without limits of its own is asked as ever")
    func small() async throws {
        #expect(try await requests(nil).map(\.maxTokens) == [170, 320, 320, 320, 900])
        #expect(try await requests(ModelTraits()).map(\.maxTokens) == [170, 320, 320, 320, 900])
    }

    @Test("a model's own limits hold in every phase, by phase where they are given so")
    func own() async throws {
        let limits = OutputLimits(16_000, phases: ["analyze": 4000])
        let sent = try await requests(ModelTraits(outputLimits: limits)) { $0.tokensPerTask = 1_000_000 }
        #expect(sent.map(\.maxTokens) == [4000, 16_000, 16_000, 16_000, 16_000])
    }

    @Test("a limit is a ceiling: it gives way to the budgets and the window, but not below what a small model gets")
    func ceilings() async throws {
        let traits = ModelTraits(outputLimits: OutputLimits(16_000))
        let budget = try await requests(traits) { $0.tokensPerTask = 3000 }
        #expect(budget.count == 5 && budget.allSatisfy { $0.maxTokens < 3000 && $0.worstTokens <= 3000 })
        let window = try await requests(traits, window: 8192) { $0.tokensPerTask = 1_000_000 }
        #expect(window.allSatisfy { $0.worstTokens == 8192 })
        let tiny = try await requests(traits, window: 600) { $0.tokensPerTask = 1_000_000 }
        #expect(tiny.last?.maxTokens == 900 && tiny.first.map { $0.maxTokens >= 170 && $0.worstTokens <= 600 } == true)
        let money = try await requests(traits) {
            $0.tokensPerTask = 1_000_000
            $0.prices = PriceTable(version: "v", currency: "USD", models: ["m": Price(input: 1, output: 10)])
            $0.moneyPerTask = 0.05
        }
        #expect(money.count == 5 && money.allSatisfy { $0.maxTokens < 5000 && $0.maxTokens >= 170 })
    }

    @Test("a fixed temperature holds for retries too")
    func temperature() async throws {
        let sent = try await requests(ModelTraits(temperature: 1)) { settings in
            settings.kind = .bestOfN
            settings.samples = 3
        }
        #expect(sent.map(\.temperature) == [1, 1, 1])
    }

    @Test(
        "the context follows the smallest window of the models that are asked, within the budget",
        arguments: [
            (32_768, 40_000, 8000), (32_768, 1_000_000, 8192), (200_000, 200_000, 40_000), (4096, 40_000, 1024), (200_000, 1000, 5000), (128, 40_000, 200),
        ])
    func context(_ window: Int, _ budget: Int, _ tokens: Int) async throws {
        var settings = PipelineSettings(roles: ["implementer": "m"])
        settings.kind = .singlePass
        settings.models = ["m": ModelTraits(outputLimits: OutputLimits(1000))]
        settings.tokensPerTask = budget
        #expect(await settings.fitted(to: Cutting([], window: window)).contextTokens == 5000, "a number that the user gave stays")
        settings.contextFollowsWindow = true
        #expect(await settings.fitted(to: Cutting([], window: window)).contextTokens == tokens)
        // A small model keeps what it always had, if it fits.
        settings.models = ["m": ModelTraits()]
        #expect(await settings.fitted(to: Cutting([], window: window)).contextTokens == max(200, min(5000, window / 2)))
    }

    @Test("a retry shows what the model is to be shown, and otherwise what the pipeline says")
    func retry() {
        var settings = PipelineSettings(roles: ["fixer": "m", "implementer": "n"])
        settings.models = ["m": ModelTraits(retry: .showCode)]
        #expect(settings.retry(.fixer) == .showCode && settings.retry(.implementer) == .hideCode)
    }

    @Test("a note of the client is told in the phase of its call")
    func notes() async throws {
        struct Noting: ModelClient {
            func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
                var reply = ModelReply(text: "x", servedBy: "s", usage: TokenUsage(prompt: 1, completion: 1), finish: "stop", seconds: 0)
                reply.notes = ["temperature is not sent from now on"]
                return reply
            }
        }
        var settings = PipelineSettings(roles: ["implementer": "m"])
        settings.kind = .singlePass
        let brief = TaskBrief(id: "t", title: "t", statement: "Write it.", language: .python, deliverables: ["solution.py"])
        let log = EventLog()
        _ = try await Attempt(brief: brief, settings: settings, client: Noting(), verifier: Content(), events: log, seed: 1).run()
        #expect(await log.notes.first == "implement: temperature is not sent from now on")
    }
}
