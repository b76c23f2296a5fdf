import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayModels

@Suite struct ContextWindowTests {
    private static let shown = #"{"parameters":"stop \"x\"\nnum_ctx  16384","model_info":{"general.x":1,"qwen2.context_length":32768}}"#

    @Test(
        "each kind of server tells the window of its model in its own place",
        arguments: [
            ([#"get /props 200 {"default_generation_settings":{"n_ctx":4096},"total_slots":1}"#], 4096),
            ([#"get /v1/models 200 {"object":"list","data":[{"id":"x","max_model_len":1000},{"id":"m","max_model_len":40960}]}"#], 40_960),
            ([#"get /v1/models 200 {"data":[{"id":"other","meta":{"n_ctx":2048,"n_ctx_train":131072}}]}"#], 2048),
            ([#"get /v1/models 200 {"data":[{"id":"m","context_length":200000},{"id":"o","context_length":1}]}"#], 200_000),
            ([#"get /api/version 200 {"version":"0.12"}"#, #"get /api/ps 200 {"models":[{"name":"m:latest","context_length":8192}]}"#], 8192),
            ([#"get /api/version 200 {"version":"0.12"}"#, "get /api/show 200 " + shown], 16_384),
            ([#"get /api/version 200 {"version":"0.12"}"#, #"get /api/show 200 {"model_info":{"l.context_length":131072}}"#], 4096),
            ([], 32_768), ([#"get /props 500 {}"#, "get /v1/models 200 [not json"], 32_768), ([#"get /props 200 {"n_ctx":-1}"#], 32_768),
        ] as [([String], Int)])
    func asked(_ plan: [String], _ size: Int) async throws {
        try await ProviderServer.run(.openAIChat, plan: plan, window: ContextWindow()) { client, requests in
            #expect(await client.contextWindow(of: "m") == size)
            #expect(await client.contextWindow(of: "m") == size)
            let asked = try requests().map(\.path)
            #expect(asked.allSatisfy { $0 == "/api/show" }, "no question was sent to the model")
        }
    }

    @Test("Anthropic and Gemini tell it of the model by name", arguments: [(ModelInterface.anthropic, "max_input_tokens"), (.gemini, "inputTokenLimit")])
    func described(_ interface: ModelInterface, _ field: String) async throws {
        let plan = [#"get /v1/models/m 200 {"id":"m","\#(field)":1000000}"#]
        try await ProviderServer.run(interface, plan: plan, window: ContextWindow(preset: 200_000)) { client, _ in
            #expect(await client.contextWindow(of: "m") == 1_000_000)
        }
    }

    @Test("a configured size is taken unasked, a preset's where the server tells nothing, and a model without either has none")
    func order() async throws {
        let plan = [#"get /props 200 {"default_generation_settings":{"n_ctx":4096}}"#]
        try await ProviderServer.run(.openAIChat, plan: plan, window: ContextWindow(configured: 777, preset: 5)) { client, _ in
            #expect(await client.contextWindow(of: "m") == 777)
        }
        try await ProviderServer.run(.openAIChat, window: ContextWindow(preset: 128_000)) { client, _ in
            #expect(await client.contextWindow(of: "m") == 128_000)
        }
        #expect(await ProviderClient(ModelEndpoint(baseURL: "http://127.0.0.1:9/v1", model: "m")).contextWindow(of: "m") == nil)
        let dead = ProviderClient(ModelEndpoint(baseURL: "http://127.0.0.1:9/v1", model: "m", window: ContextWindow()))
        #expect(await dead.contextWindow(of: "m") == 32_768)
    }

    @Test("a recording holds the window, since prompts depend on it, and a recording without one tells none")
    func recorded() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let router = ModelRouter(["m": ProviderClient(ModelEndpoint(baseURL: "http://127.0.0.1:9/v1", model: "m", window: ContextWindow(configured: 9000)))])
        let recorder = try CassetteRecorder(recording: CanaryGuard(router, canaries: []), to: folder + "/c.jsonl")
        for _ in 0..<2 { #expect(await recorder.contextWindow(of: "m") == 9000) }
        #expect(try String(contentsOfFile: folder + "/c.jsonl", encoding: .utf8).split(separator: "\n").count == 1)
        let player = try CassettePlayer(path: folder + "/c.jsonl")
        for _ in 0..<2 { #expect(await player.contextWindow(of: "m") == 9000) }
        #expect(await player.contextWindow(of: "other") == nil)
        let extender = try CassetteExtender(router, known: CassettePlayer(path: folder + "/c.jsonl"), from: folder + "/c.jsonl", to: folder + "/d.jsonl")
        #expect(await extender.contextWindow(of: "m") == 9000)
        let copied = try CassettePlayer(path: folder + "/d.jsonl")
        #expect(await copied.contextWindow(of: "m") == 9000)
    }
}
