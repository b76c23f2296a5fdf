import AssayCore
import AssaySupport
import AssayTestSupport
import Testing

@testable import AssayPipeline

/// Takes every candidate as passed.
struct Content: Verifier {
    func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]? { nil }
    func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        ReviewReport(
            task: "t", scope: scope, verdict: .passed, tier: .b, findings: [], checks: [], limits: SandboxLimits(), toolchain: [:],
            policy: [], sandbox: SandboxSummary(), duration: 0)
    }
}

actor Notes: EventSink {
    private(set) var notes: [String] = []
    private(set) var failed = 0
    func record(_ event: AttemptEvent) async throws(HarnessError) {
        if case .phase(_, let note) = event { notes.append(note) }
        if case .call(let call) = event, call.error != nil { failed += 1 }
    }
}

@Suite struct ContextTests {
    private func run(longest: Int, context: Int = 5000) async throws -> (AttemptOutcome?, Notes, ScriptedClient) {
        let brief = TaskBrief(
            id: "t", title: "t", statement: "Write it.", language: .python,
            start: try FileTree(["large.py": String(repeating: String(repeating: "x = 1\n", count: 19) + "\n", count: 75)]), deliverables: ["solution.py"])
        var settings = PipelineSettings(roles: ["implementer": "m"])
        settings.kind = .singlePass
        settings.contextTokens = context
        let client = ScriptedClient(["```python\nx = 1\n```"], longest: longest)
        let notes = Notes()
        let attempt = try Attempt(brief: brief, settings: settings, client: client, verifier: Content(), events: notes, seed: 1)
        return (try? await attempt.run(), notes, client)
    }

    @Test("a prompt that is too long for a model is cut until it fits, and that is said")
    func trimmed() async throws {
        let (outcome, notes, client) = try await run(longest: 2300)
        #expect(outcome?.claimsDone == true)
        #expect(await notes.notes == [2500, 1250].map { "too long for m: the task's files are cut to about \($0) tokens" })
        #expect(await notes.failed == 2)
        let sizes = await client.prompts.map(\.utf8.count)
        #expect(sizes == sizes.sorted(by: >) && sizes.count == 3)
        // The statement is never cut.
        #expect(await client.prompts.allSatisfy { $0.contains("Write it.") })
    }

    @Test("a prompt that cannot be made short enough is an error, not an endless loop")
    func hopeless() async throws {
        let (outcome, notes, _) = try await run(longest: 10)
        #expect(outcome == nil)
        #expect(await notes.failed == 5)
    }

    @Test(
        "a budget in money is kept, by the worst that a call can cost; what was spent is told",
        arguments: [(0.5, true), (0.004, false)])
    func money(_ limit: Double, _ answers: Bool) async throws {
        let brief = TaskBrief(id: "t", title: "t", statement: "Write it.", language: .python, deliverables: ["solution.py"])
        var settings = PipelineSettings(roles: ["implementer": "m"])
        settings.kind = .singlePass
        settings.maxTokens = 500
        settings.prices = PriceTable(version: "today", currency: "USD", models: ["m": Price(input: 2, cached: 1, output: 10)])
        settings.moneyPerTask = limit
        let client = ScriptedClient(["```python\nx = 1\n```"])
        let attempt = try Attempt(brief: brief, settings: settings, client: client, verifier: Content(), events: Notes(), seed: 1)
        let outcome = try await attempt.run()
        #expect(await client.prompts.isEmpty == !answers)
        // The script counts ten tokens in and five out.
        let cost = answers ? 70 / 1e6 : 0
        #expect(outcome.cost == cost)
        #expect(outcome.stopped.contains("budget of 0.0040 USD") == !answers)
    }

    @Test("cached tokens have a price of their own, the worst case has none")
    func price() {
        let price = Price(input: 2, cached: 0.5, output: 10)
        #expect(price.cost(of: TokenUsage(prompt: 1_000_000, completion: 100_000, cached: 600_000)) == 2.1)
        let request = ModelRequest(model: "m", messages: [ModelMessage(.user, String(repeating: "x", count: 300))], maxTokens: 100, temperature: 0, seed: 1)
        #expect(price.worst(of: request) == 1200 / 1e6)
    }

    @Test("files that do not fit from the beginning are cut, and that is said")
    func cut() async throws {
        let (_, notes, _) = try await run(longest: .max, context: 1000)
        #expect(await notes.notes.first == "the task's files are cut to about 1000 tokens for every prompt")
    }
}
