import AssayCore
import AssaySupport
import Testing

@testable import AssayModels

/// A model as a user names it, and the fields of its request that depend on it.
struct NamedModel: Sendable, CustomTestStringConvertible {
    var provider: String
    var model: String
    var keys: [String: SettingValue] = [:]
    /// The fields of the request in JSON, without `messages`, `stream` and what the question has in common for all.
    var fields: String
    var testDescription: String { "\(provider) \(model) \(keys.keys.sorted().joined(separator: " "))" }
}

@Suite struct ModelPresetTests {
    private static func effort(_ word: String) -> [String: SettingValue] { ["reasoning": .mapping(["effort": .text(word)])] }
    private static func budget(_ tokens: Int) -> [String: SettingValue] { ["reasoning": .mapping(["budget_tokens": .integer(tokens)])] }
    private static let own = ["base_url": SettingValue.text("http://127.0.0.1:1/v1")]

    static let golden: [NamedModel] = [
        // OpenAI: reasoning models take neither temperature nor max_tokens, and a level of thinking.
        NamedModel(provider: "openai", model: "gpt-5", fields: #"{"max_completion_tokens":9000}"#),
        NamedModel(provider: "openai", model: "gpt-5.6-sol", fields: #"{"max_completion_tokens":9000}"#),
        NamedModel(provider: "openai", model: "o3", keys: effort("high"), fields: #"{"max_completion_tokens":9000,"reasoning_effort":"high"}"#),
        NamedModel(provider: "openai", model: "gpt-6.2-sol", fields: #"{"max_completion_tokens":9000}"#),
        NamedModel(provider: "openai", model: "gpt-5-chat-latest", fields: #"{"max_completion_tokens":9000,"seed":7,"temperature":0.5}"#),
        NamedModel(provider: "openai", model: "gpt-4.1", fields: #"{"max_tokens":9000,"seed":7,"temperature":0.5}"#),
        NamedModel(provider: "openai", model: "gpt-4-turbo", fields: #"{"max_tokens":4096,"seed":7,"temperature":0.5}"#),
        NamedModel(provider: "openai", model: "ft:gpt-4o-mini:acme::1", fields: #"{"max_tokens":9000,"seed":7,"temperature":0.5}"#),
        // Some of them have only the responses, unless the file says otherwise.
        NamedModel(
            provider: "openai", model: "gpt-5.3-codex", keys: effort("low"), fields: #"{"max_output_tokens":9000,"reasoning":{"effort":"low"},"store":false}"#),
        NamedModel(
            provider: "openai", model: "gpt-4.1", keys: ["api": .text("responses")], fields: #"{"max_output_tokens":9000,"store":false,"temperature":0.5}"#),
        // Claude: budgets of thinking up to 4.5, adaptive thinking from 4.6, no temperature from 4.7 or while it thinks.
        NamedModel(provider: "anthropic", model: "claude-sonnet-4-5-20250929", fields: #"{"max_tokens":9000,"temperature":0.5}"#),
        NamedModel(
            provider: "anthropic", model: "claude-sonnet-4-5", keys: budget(2000),
            fields: #"{"max_tokens":9000,"thinking":{"budget_tokens":2000,"type":"enabled"}}"#),
        NamedModel(
            provider: "anthropic", model: "claude-opus-4-20250514", keys: effort("high"),
            fields: #"{"max_tokens":9000,"thinking":{"budget_tokens":4500,"type":"enabled"}}"#),
        NamedModel(
            provider: "anthropic", model: "claude-opus-4-6", keys: effort("max"),
            fields: #"{"max_tokens":9000,"output_config":{"effort":"max"},"thinking":{"type":"adaptive"}}"#),
        NamedModel(provider: "anthropic", model: "claude-opus-4-6", fields: #"{"max_tokens":9000,"temperature":0.5}"#),
        NamedModel(provider: "anthropic", model: "claude-opus-4-7", fields: #"{"max_tokens":9000}"#),
        NamedModel(provider: "anthropic", model: "claude-opus-5-5", fields: #"{"max_tokens":9000}"#),
        NamedModel(provider: "anthropic", model: "claude-fable-5-2", fields: #"{"max_tokens":9000}"#),
        NamedModel(provider: "anthropic", model: "claude-next", fields: #"{"max_tokens":9000}"#),
        NamedModel(
            provider: "anthropic", model: "claude-sonnet-5", keys: effort("none"), fields: #"{"max_tokens":9000,"thinking":{"type":"disabled"}}"#),
        NamedModel(provider: "anthropic", model: "claude-3-haiku-20240307", fields: #"{"max_tokens":4096,"temperature":0.5}"#),
        // Gemini: 2.5 takes a number of tokens, 3 a level and its own temperature.
        NamedModel(
            provider: "gemini", model: "gemini-2.5-pro", keys: budget(2048),
            fields: #"{"generationConfig":{"maxOutputTokens":9000,"seed":7,"temperature":0.5,"thinkingConfig":{"thinkingBudget":2048}}}"#),
        NamedModel(
            provider: "gemini", model: "gemini-2.5-flash", keys: effort("none"),
            fields: #"{"generationConfig":{"maxOutputTokens":9000,"seed":7,"temperature":0.5,"thinkingConfig":{"thinkingBudget":0}}}"#),
        NamedModel(
            provider: "gemini", model: "gemini-3-pro-preview", keys: effort("low"),
            fields: #"{"generationConfig":{"maxOutputTokens":9000,"seed":7,"thinkingConfig":{"thinkingLevel":"LOW"}}}"#),
        NamedModel(provider: "gemini", model: "gemini-3.8-flash", fields: #"{"generationConfig":{"maxOutputTokens":9000,"seed":7}}"#),
        NamedModel(provider: "gemini", model: "gemini-flash-latest", fields: #"{"generationConfig":{"maxOutputTokens":9000,"seed":7}}"#),
        // llama.cpp, vLLM, Ollama and routers: as before, unless the name is a provider's own.
        NamedModel(provider: "openai-compatible", model: "qwen3:30b", keys: own, fields: #"{"max_tokens":9000,"seed":7,"temperature":0.5}"#),
        NamedModel(provider: "openai-compatible", model: "openai/gpt-oss-120b", keys: own, fields: #"{"max_tokens":9000,"seed":7,"temperature":0.5}"#),
        NamedModel(provider: "openai-compatible", model: "openai/gpt-5.4", keys: own, fields: #"{"max_completion_tokens":9000}"#),
        NamedModel(provider: "openai-compatible", model: "anthropic/claude-opus-4.7", keys: own, fields: #"{"max_tokens":9000,"seed":7}"#),
        NamedModel(
            provider: "openai-compatible", model: "gpt-oss-20b", keys: own.merging(effort("medium")) { $1 },
            fields: #"{"max_tokens":9000,"reasoning_effort":"medium","seed":7,"temperature":0.5}"#),
        NamedModel(provider: "anthropic", model: "local", keys: own, fields: #"{"max_tokens":9000,"temperature":0.5}"#),
        // What the file says is sent, whatever is known.
        NamedModel(
            provider: "openai", model: "gpt-5", keys: ["temperature": .number(1), "seed": .text("send"), "limit_name": .text("max_tokens")],
            fields: #"{"max_tokens":9000,"seed":7,"temperature":0.5}"#),
        NamedModel(
            provider: "openai-compatible", model: "m", keys: own.merging(["temperature": .text("none"), "seed": .text("none")]) { $1 },
            fields: #"{"max_tokens":9000}"#),
    ]

    /// The model of a configuration.
    static func source(_ named: NamedModel) throws -> ServerSource {
        let provider = try #require(ProviderRegistry.named(named.provider))
        var values = SettingValues(provider.keys)
        values["model"] = .text(named.model)
        for (name, value) in named.keys {
            try #require(provider.keys.contains { $0.name == name })
            values[name] = value
        }
        return try #require(provider.make(values) as? ServerSource)
    }

    private static let question = ModelRequest(
        model: "m", messages: [ModelMessage(.user, stable: "The task. ", "Say hello.")], maxTokens: 9000, temperature: 0.5, seed: 7)

    private static func body(_ named: NamedModel, _ request: ModelRequest) throws -> [String: JSONValue] {
        let endpoint = try source(named).endpoint
        let message = try endpoint.interface.wire.message(request, model: named.model, shape: endpoint.shape)
        return try JSON.decode([String: JSONValue].self, message.body)
    }

    @Test("who only names a provider and a model gets requests that the provider's interface takes", arguments: golden)
    func request(_ named: NamedModel) throws {
        let common = ["model", "messages", "contents", "input", "stream", "streamOptions", "stream_options", "prompt_cache_key"]
        let fields = try Self.body(named, Self.question).filter { !common.contains($0.key) }
        #expect(try JSON.line(fields) == named.fields)
    }

    @Test("a cache of OpenAI's is told which requests belong together, and other servers are not")
    func cacheKeys() throws {
        func key(_ provider: String, _ keys: [String: SettingValue], _ task: String) throws -> String? {
            var request = Self.question
            request.messages = [ModelMessage(.user, stable: task, "Say \(task).")]
            return try Self.body(NamedModel(provider: provider, model: "gpt-5", keys: keys, fields: ""), request)["prompt_cache_key"]?.text
        }
        let first = try #require(try key("openai", [:], "one"))
        #expect(first.hasPrefix("assay-") && first.utf8.count <= 64)
        for (keys, task, isSame) in [([:], "one", true), ([:], "two", false), (["api": .text("responses")], "one", true)]
            as [([String: SettingValue], String, Bool)]
        {
            let other = try key("openai", keys, task)
            #expect((other == first) == isSame)
        }
        for provider in ["openai", "openai-compatible"] {
            let elsewhere = try key(provider, Self.own, "one")
            #expect(elsewhere == nil)
        }
    }

    private static let schema = JSONValue.object([
        "type": .string("object"),
        "properties": .object([
            "pattern": .object(["type": .string("string"), "maxLength": .number(9)]),
            "items": .object(["type": .string("array"), "maxItems": .number(2), "items": .object(["type": .string("object"), "properties": .object([:])])]),
        ]),
    ])

    @Test(
        "a schema is enforced as the model can, and not by a forced tool while it thinks",
        arguments: [
            ("claude-sonnet-4-5", [String: SettingValue](), "format"), ("claude-opus-5-5", effort("high"), "format"), ("claude-opus-4-1", [:], "tool"),
            ("claude-opus-4-1", budget(2000), "nothing"),
        ])
    func schemas(_ model: String, _ keys: [String: SettingValue], _ way: String) throws {
        var request = Self.question
        request.schema = Self.schema
        let body = try Self.body(NamedModel(provider: "anthropic", model: model, keys: keys, fields: ""), request)
        let format = body["output_config"]?["format"]
        #expect((format != nil) == (way == "format") && (body["tool_choice"] != nil) == (way == "tool") && (body["tools"] != nil) == (way == "tool"))
        guard let sent = format?["schema"] else { return }
        // Names of the user's stay, limits that are refused go, and objects are closed.
        #expect(sent["properties"]?["pattern"]?["type"] == .string("string") && sent["properties"]?["pattern"]?["maxLength"] == nil)
        #expect(sent["properties"]?["items"]?["maxItems"] == nil && sent["additionalProperties"] == .bool(false))
        #expect(sent["properties"]?["items"]?["items"]?["additionalProperties"] == .bool(false))
    }

    @Test(
        "strong models have room for their answers and are shown their failed code; small ones keep the pipeline's limits",
        arguments: [
            ("openai", "gpt-5", 32_000, 25_000), ("openai", "gpt-4.1", 16_000, 4000), ("openai", "gpt-4-turbo", 4096, 4000),
            ("anthropic", "claude-opus-5-5", 32_000, 25_000), ("anthropic", "claude-sonnet-4-5", 16_000, 4000), ("gemini", "gemini-2.5-pro", 32_000, 25_000),
            ("openai-compatible", "fake", 16_000, 4000), ("openai-compatible", "Qwen2.5-Coder-32B-Instruct", 16_000, 4000),
            ("openai-compatible", "qwen2.5-coder-1.5b", nil, nil), ("openai-compatible", "llama3.2:3b", nil, nil),
        ] as [(String, String, Int?, Int?)])
    func limits(_ provider: String, _ model: String, _ writing: Int?, _ analysis: Int?) throws {
        let keys = provider == "openai-compatible" ? Self.own : [:]
        let traits = try #require(try Self.source(NamedModel(provider: provider, model: model, keys: keys, fields: "")).traits)
        #expect(traits.outputLimits?[.implement] == writing && traits.outputLimits?[.analyze] == analysis)
        #expect(traits.retry == (writing == nil ? nil : .showCode) && traits.continuesCut == (writing == nil ? nil : true))
    }

    @Test("limits of the file replace those of the preset, as a whole or by phase")
    func ownLimits() throws {
        func limits(_ value: SettingValue) throws -> OutputLimits? {
            try Self.source(NamedModel(provider: "openai", model: "gpt-4.1", keys: ["max_output_tokens": value], fields: "")).traits?.outputLimits
        }
        #expect(try limits(.integer(500)) == OutputLimits(500))
        let some = try #require(try limits(.mapping(["plan": .integer(70)])))
        #expect(some[.plan] == 70 && some[.analyze] == 4000 && some[.fix] == 16_000)
        let all = try #require(try limits(.mapping(["plan": .integer(70), "default": .integer(900)])))
        #expect(all[.plan] == 70 && all[.analyze] == 900)
    }

    @Test("whatever shapes a request is part of the model's identity")
    func identity() throws {
        func identity(_ keys: [String: SettingValue]) throws -> [String: String] {
            try Self.source(NamedModel(provider: "openai-compatible", model: "m", keys: Self.own.merging(keys) { $1 }, fields: "")).identity
        }
        let plain = try identity([:])
        #expect(Set(plain.keys) == ["interface", "base_url", "model"], "a model that is asked as before is the same as before")
        let changes: [[String: SettingValue]] = [
            ["temperature": .text("none")], ["seed": .text("none")], ["limit_name": .text("max_completion_tokens")], Self.effort("low"), Self.effort("high"),
            Self.budget(2000), ["context_window": .integer(9000)],
        ]
        let all = try changes.map(identity) + [plain]
        #expect(Set(all).count == all.count)
    }
}
