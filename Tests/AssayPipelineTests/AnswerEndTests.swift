import AssayCore
import AssaySupport
import Testing

@testable import AssayPipeline

/// Answers every question in the same way, without counting tokens.
private actor Uncounted: ModelClient {
    private let finish: AnswerEnd
    private let text: String
    private(set) var calls = 0

    init(_ text: String, _ finish: AnswerEnd) {
        self.text = text
        self.finish = finish
    }

    func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        calls += 1
        return ModelReply(
            text: text, servedBy: "s", usage: TokenUsage(prompt: 100, completion: 20, estimated: 120), finish: finish.rawValue, seconds: 0)
    }
}

@Suite struct AnswerEndTests {
    private func run(_ client: Uncounted, samples: Int, tokens: Int = 100_000) async throws -> AttemptOutcome {
        let brief = TaskBrief(id: "t", title: "t", statement: "Write it.", language: .python, start: FileTree(), deliverables: ["solution.py"])
        var settings = PipelineSettings(roles: ["implementer": "m"])
        settings.kind = .bestOfN
        settings.samples = samples
        settings.maxTokens = 500
        settings.tokensPerTask = tokens
        return try await Attempt(brief: brief, settings: settings, client: client, verifier: Content(), events: Notes(), seed: 1).run()
    }

    @Test("why an answer is missing or cut is told with how the attempt ended", arguments: AnswerEnd.allCases.filter { $0 != .stop })
    func told(_ end: AnswerEnd) async throws {
        let words = try #require(end.words)
        #expect(try await run(Uncounted("", end), samples: 1).stopped.hasSuffix("; the answer: \(words)"))
        #expect(try await run(Uncounted("", end), samples: 3).stopped.hasSuffix("; 3 of 3 answers: \(words)"))
    }

    @Test("a regular end is not worth a word")
    func regular() async throws {
        let outcome = try await run(Uncounted("```python\nx = 1\n```", .stop), samples: 3)
        #expect(outcome.stopped == "visible checks pass")
    }

    @Test("a budget holds where no provider counts tokens, and the sum is marked as an estimate")
    func budget() async throws {
        let client = Uncounted("", .empty)
        let outcome = try await run(client, samples: 50, tokens: 1200)
        #expect(await client.calls < 10 && outcome.usage.total <= 1200 && outcome.stopped.contains("budget"))
        #expect(outcome.usage.totalText == "≈\(outcome.usage.total)")
    }
}
