import AssayCore
import AssaySupport
import Testing

@testable import AssayModels

/// A body with status 400 or 422 as servers send it, and what is done about it.
struct Refusal: Sendable, CustomTestStringConvertible {
    var body: String
    var change: ShapeChange?
    var sent: RequestShape = .all
    var testDescription: String { String(body.prefix(120)) }
}

extension RequestShape {
    /// A shape with all parameters that a server could refuse.
    fileprivate static var all: RequestShape {
        var shape = RequestShape()
        (shape.reasoning, shape.sendsCacheKey) = (.effort(.high), true)
        return shape
    }

    fileprivate static var newerLimit: RequestShape {
        var shape = RequestShape()
        shape.limitName = .maxCompletionTokens
        return shape
    }

    fileprivate static var anthropic: RequestShape {
        var shape = RequestShape(.anthropic)
        shape.reasoning = .budget(2000)
        return shape
    }
}

@Suite struct ParameterRefusalTests {
    private static func openAI(_ message: String, _ param: String) -> String {
        #"{"error":{"message":"\#(message)","type":"invalid_request_error","param":\#(param),"code":"unsupported_parameter"}}"#
    }

    private static func anthropic(_ message: String) -> String { #"{"type":"error","error":{"type":"invalid_request_error","message":"\#(message)"}}"# }

    private static func plain(_ message: String) -> String { #"{"error":{"code":400,"message":"\#(message)","type":"invalid_request_error"}}"# }

    static let refusals: [Refusal] = [
        // OpenAI names the parameter.
        Refusal(
            body: openAI("Unsupported value: 'temperature' does not support 0.8 with this model. Only the default (1) value is supported.", #""temperature""#),
            change: .drop(.temperature)),
        Refusal(
            body: openAI("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", #""max_tokens""#),
            change: .rename(.maxCompletionTokens)),
        Refusal(body: openAI("Unknown parameter: 'seed'.", #""seed""#), change: .drop(.seed)),
        Refusal(
            body: openAI("Unsupported value: 'minimal' is not supported with the 'gpt-5.1' model.", #""reasoning.effort""#), change: .drop(.reasoning)),
        Refusal(body: openAI("Invalid schema for response_format 'answer'.", #""response_format""#), change: .drop(.schema)),
        Refusal(body: openAI("Invalid schema.", #""text.format.schema""#), change: .drop(.schema)),
        Refusal(
            body: openAI("max_tokens is too large: 20000. This model supports at most 16384 completion tokens, whereas you provided 20000.", #""max_tokens""#),
            change: .cap(16_384)),
        Refusal(body: openAI("Your organization must be verified to stream this model.", #""stream""#), change: .drop(.stream)),
        Refusal(body: openAI("Unrecognized request argument supplied: prompt_cache_key", "null"), change: .drop(.cacheKey)),
        // Anthropic says it in the message alone.
        Refusal(body: anthropic("`temperature` is deprecated for this model."), change: .drop(.temperature), sent: .anthropic),
        Refusal(
            body: anthropic("`temperature` may only be set to 1 when thinking is enabled."), change: .drop(.temperature), sent: .anthropic),
        Refusal(
            body: anthropic(
                #"\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking behavior."#
            ), change: .adaptive, sent: .anthropic),
        Refusal(body: anthropic("Thinking may not be enabled when tool_choice forces tool use."), change: .drop(.schema), sent: .anthropic),
        Refusal(body: anthropic("`max_tokens` must be greater than `thinking.budget_tokens`."), change: .drop(.reasoning), sent: .anthropic),
        Refusal(
            body: anthropic("max_tokens: 20000 > 8192, which is the maximum allowed number of output tokens for claude-x"), change: .cap(8192),
            sent: .anthropic),
        Refusal(body: anthropic("output_config.format: Extra inputs are not permitted"), change: .drop(.schema)),
        // Gemini names a field.
        Refusal(
            body:
                #"[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"seed\" at 'generation_config': Cannot find field.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"generation_config","description":"Unknown name \"seed\""}]}]}}]"#,
            change: .drop(.seed)),
        Refusal(body: plain("Thinking budget is not supported for this model."), change: .drop(.reasoning)),
        Refusal(
            body: plain(
                "Unable to submit request because it has a maxOutputTokens value of 20000 but the supported range is from 1 (inclusive) to 8193 (exclusive)."),
            change: .cap(8192)),
        // vLLM, Mistral: FastAPI's validation, and windows.
        Refusal(
            body:
                #"{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'seed'), 'msg': 'Extra inputs are not permitted', 'input': 5}]","type":"BadRequestError","code":400}"#,
            change: .drop(.seed)),
        Refusal(
            body: #"{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{}}]}"#,
            change: .drop(.usage)),
        Refusal(
            body: plain(
                "'max_tokens' or 'max_completion_tokens' is too large: 20000. This model's maximum context length is 8192 tokens and your request has 2000 input tokens (20000 > 8192 - 2000)."
            ), change: .fit(6192)),
        Refusal(
            body: plain(
                "This model's maximum context length is 4097 tokens. However, you requested 20512 tokens (512 in the messages, 20000 in the completion). Please reduce the length of the messages or completion."
            ), change: .fit(3585)),
        Refusal(body: plain("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"), change: .cap(8192)),
        // Ollama, llama.cpp, LM Studio.
        Refusal(
            body: #"{"error":{"message":"\"tiny\" does not support thinking","type":"invalid_request_error","param":null,"code":null}}"#,
            change: .drop(.reasoning)),
        Refusal(body: plain("JSON schema conversion failed: unsupported keyword"), change: .drop(.schema)),
        Refusal(body: #"{"error":"'response_format.type' must be 'text'"}"#, change: .drop(.schema)),
        // As users of other clients reported them.
        Refusal(
            body:
                #"{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'max_completion_tokens'), 'msg': 'Extra inputs are not permitted', 'input': 800}]","type":"BadRequestError","param":null,"code":400}"#,
            change: .rename(.maxTokens), sent: .newerLimit),
        Refusal(
            body:
                #"{"object":"Error","detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":5}],"message":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":5}],"type":"invalid_request_error","code":3001}"#,
            change: .drop(.seed)),
        Refusal(
            body:
                #"{"error":{"message":"litellm.BadRequestError: BedrockException - {\"message\":\"The model returned the following errors: reasoning: Extra inputs are not permitted\"}. Received Model Group=x","type":null,"param":null,"code":"400"}}"#,
            change: .drop(.reasoning)),
        Refusal(body: plain("Extra inputs are not permitted, field: 'stream_options'"), change: .drop(.usage)),
        Refusal(body: plain("deepseek-reasoner does not support the parameter `temperature`"), change: .drop(.temperature)),
        Refusal(body: plain("You can only set only one of thinking budget and thinking level."), change: .drop(.reasoning)),
        Refusal(body: anthropic("adaptive thinking is not supported on this model"), change: .drop(.reasoning), sent: .anthropic),
        Refusal(body: anthropic("This model does not support the effort parameter."), change: .drop(.reasoning), sent: .anthropic),
        Refusal(body: anthropic("messages.0.content.0.cache_control: Extra inputs are not permitted"), change: .drop(.cacheMark), sent: .anthropic),
        Refusal(body: plain("Request contains an invalid argument.")),
        Refusal(
            body:
                #"{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'messages', 0, 'typed-dict', 'id'), 'msg': 'Extra inputs are not permitted', 'input': 19}]","code":400}"#
        ),
        Refusal(
            body:
                #"{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"role\" at 'contents[0].parts': Cannot find field.","status":"INVALID_ARGUMENT","details":[{"fieldViolations":[{"field":"contents[0].parts","description":"Unknown name"}]}]}}"#
        ),
        // What is no parameter's fault stays an error.
        Refusal(body: openAI("The model 'x' does not exist.", #""model""#)),
        Refusal(body: openAI("Invalid value: 'temperature' is mentioned, but the messages are refused.", #""messages[1].content""#)),
        Refusal(body: anthropic("messages: text content blocks must be non-empty; temperature has nothing to do with it"), sent: .anthropic),
        Refusal(body: anthropic("messages.1.content: Input should be a valid string, format unknown"), sent: .anthropic),
        Refusal(body: anthropic("model: claude-thinking is not a model"), sent: .anthropic),
        Refusal(body: plain("the request is malformed")), Refusal(body: "<html><title>Bad Request</title></html>"), Refusal(body: ""),
        Refusal(
            body: plain("This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens (9000 in the messages).")),
    ]

    @Test("what a server refuses is found in its own form of an error, and never the model or the messages", arguments: refusals)
    func found(_ refusal: Refusal) {
        #expect(ParameterRefusal(refusal.body, shape: refusal.sent, limit: 20_000)?.change == refusal.change)
    }

    @Test("what is not sent is not taken out again")
    func onceOnly() {
        var shape = RequestShape.all
        let body = Self.openAI("Unsupported parameter: 'temperature'", #""temperature""#)
        shape.sendsTemperature = false
        #expect(ParameterRefusal(body, shape: shape, limit: 100) == nil)
    }

    private static let question = ModelRequest(
        model: "m", messages: [ModelMessage(.user, stable: "The task. ", "Say hello.")], maxTokens: 10, temperature: 0.5, seed: 7)

    @Test("a refused parameter is left out in the next request and later ones, and that is told once", arguments: ModelInterface.allCases)
    func answered(_ interface: ModelInterface) async throws {
        try await ProviderServer.run(interface, plan: ["refuse:temperature"]) { client, requests in
            let first = try await client.complete(Self.question)
            let second = try await client.complete(Self.question)
            #expect(first.text == "Hello, wörld" && first.notes?.count == 1 && first.notes?[0].contains("temperature is not sent from now on") == true)
            #expect(second.text == "Hello, wörld" && second.notes == nil)
            let bodies = try requests().map(\.body)
            let sent = bodies.map { ($0["temperature"] ?? $0["generationConfig"]?["temperature"]) != nil }
            #expect(sent == [true, false, false])
            let messages = bodies.map { $0["messages"] ?? $0["contents"] ?? $0["input"] }
            #expect(messages.allSatisfy { $0 == messages[0] })
        }
    }

    @Test("several refusals in a row are answered one by one, and the limit gets its other name")
    func several() async throws {
        let plan = ["refuse:temperature", "refuse:seed", "refuse-limit"]
        try await ProviderServer.run(.openAIChat, plan: plan) { client, requests in
            let reply = try await client.complete(Self.question)
            #expect(reply.notes?.count == 3)
            let body = try #require(try requests().last?.body)
            #expect(body["temperature"] == nil && body["seed"] == nil && body["max_tokens"] == nil && body["max_completion_tokens"] == .number(10))
        }
    }

    @Test("a proxy that reports the refusal with status 200 is answered in the same way", arguments: [ModelInterface.openAIChat, .anthropic])
    func proxied(_ interface: ModelInterface) async throws {
        try await ProviderServer.run(interface, plan: ["refuse-in-stream:temperature"]) { client, requests in
            let reply = try await client.complete(Self.question)
            #expect(reply.text == "Hello, wörld" && reply.notes?.count == 1)
            #expect(reply.notes?.first?.matches(of: /the model server said/).count == 1)
            let sent = try requests().map { $0.body["temperature"] != nil }
            #expect(sent == [true, false])
        }
    }

    @Test("a server that refuses what is not sent any more is one clear error", arguments: ["refuse:temperature", "refuse:messages", "refuse:model"])
    func endless(_ step: String) async throws {
        try await ProviderServer.run(.openAIChat, plan: Array(repeating: step, count: 9)) { client, requests in
            let error = await #expect(throws: ModelError.self) { try await client.complete(Self.question) }
            #expect(error?.code == .refused && error?.message.contains(step.split(separator: ":")[1]) == true, "\(error?.message ?? "")")
            let count = try requests().count
            #expect(count == (step == "refuse:temperature" ? 2 : 1))
        }
    }
}
