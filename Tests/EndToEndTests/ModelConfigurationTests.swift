import AssayCore
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct ModelConfigurationTests {
    private func solve(_ models: String, _ more: String = "") async throws -> (status: Int32?, out: String, err: String) {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = "models: {m: {\(models)}}\npipeline: {kind: single-pass}\nroles: {implementer: m}\n\(more)\n"
        try Data(text.utf8).write(to: URL(filePath: folder + "/assay.yaml"))
        let ran = try await assay(
            ["solve", Places.root + "/fixtures/suites/demo/top-words", "--config", folder + "/assay.yaml"], in: folder)
        return (ran.status, ran.out, ran.err)
    }

    @Test(
        "a model that cannot be configured so is refused with what is known",
        arguments: [
            ("provider: telepathy, model: x", "known: openai, openai-compatible, anthropic, gemini, command, embedded, cassette"),
            ("provider: openai, model: x, api: telegraph", "'telegraph'; known: chat, responses"), ("provider: openai-compatible, model: x", "base_url"),
            ("provider: command", "'command', a list of words"), ("provider: anthropic", "'model'"), ("provider: gemini, model: x, edit_format: fax", "fax"),
            ("provider: gemini, model: x, requests_per_minute: 0", "requests_per_minute"), ("provider: gemini, model: x, colour: red", "colour"),
        ])
    func refused(_ model: String, _ says: String) async throws {
        let ran = try await solve(model)
        #expect(ran.status == 78 && ran.err.contains(says), "\(ran.status ?? -1) \(ran.err)")
    }

    @Test("a provider without its key is one clear line", arguments: ["anthropic", "gemini", "openai"])
    func key(_ provider: String) async throws {
        let ran = try await solve("provider: \(provider), model: x, base_url: \"http://127.0.0.1:9\", key_env: ASSAY_TEST_NO_SUCH_KEY")
        #expect(ran.status == 3 && ran.err.contains("ASSAY_TEST_NO_SUCH_KEY"), "\(ran.status ?? -1) \(ran.err)")
    }

    @Test("a budget in money needs prices, and what a task cost is told by them")
    func money() async throws {
        let echo = "provider: command, command: [/bin/echo, hello]"
        let budget = "budget: {money_per_task: 1}"
        let refused = try await solve(echo, budget)
        #expect(refused.status == 78 && refused.err.contains("needs a price of the model 'm'"), "\(refused.err)")
        let undated = try await solve(echo, budget + "\nprices: {models: {m: {input: 1, output: 2}}}")
        #expect(undated.status == 78 && undated.err.contains("'version'"), "\(undated.err)")
        let prices = "prices: {version: 2026-11-24, models: {m: {input: 1000, output: 2000}}}"
        let ran = try await solve(echo, "budget: {money_per_task: 1000}\n" + prices)
        #expect(ran.status == 1 && ran.err.contains("USD by the prices of 2026-11-24; one answer"), "\(ran.err)")
        #expect(!ran.err.contains(" 0.0000 USD") && !ran.err.contains("budget of"), "\(ran.err)")
        let exhausted = try await solve(echo, "budget: {money_per_task: 0.0001}\n" + prices)
        #expect(exhausted.status == 1 && exhausted.err.contains("the next call could exceed the task's budget of 0.0001 USD"), "\(exhausted.err)")
        #expect(exhausted.err.contains(" 0.0000 USD"), "no call is made: \(exhausted.err)")
    }
}
