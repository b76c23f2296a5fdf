import AssayCore
import AssaySupport
import Foundation
import Glibc
import Testing

@testable import AssayModels

private let question = ModelRequest(
    model: "m", messages: [ModelMessage(.system, "be brief"), ModelMessage(.user, stable: "The task. ", "Say hello.")], maxTokens: 10,
    temperature: 0.5, seed: 7)

@Suite struct ProviderTests {
    @Test("an answer is put together from a stream that is split anywhere", arguments: ModelInterface.allCases)
    func streams(_ interface: ModelInterface) async throws {
        try await ProviderServer.run(interface) { client, _ in
            let reply = try await client.complete(question)
            #expect(reply.text == "Hello, wörld")
            #expect(reply.servedBy == "m1")
            #expect(reply.usage == TokenUsage(prompt: 7, completion: 2, cached: 5))
            #expect(reply.finish == "stop")
        }
    }

    @Test("an answer that was cut off or refused says so", arguments: ModelInterface.allCases, ["length", "refusal"])
    func finish(_ interface: ModelInterface, _ end: String) async throws {
        try await ProviderServer.run(interface, plan: [end]) { client, _ in
            let reply = try await client.complete(question)
            // The chat's and Gemini's word is that of a filter.
            let isFiltered = end == "refusal" && (interface == .openAIChat || interface == .gemini)
            #expect(reply.finish == (isFiltered ? "content_filter" : end))
        }
    }

    @Test(
        "rate limits, server errors and broken streams are tried again", arguments: ModelInterface.allCases,
        ["429", "500", "529", "break", "unended", "garbage"])
    func retries(_ interface: ModelInterface, _ fault: String) async throws {
        try await ProviderServer.run(interface, plan: [fault]) { client, requests in
            let reply = try await client.complete(question)
            #expect(reply.text == "Hello, wörld")
            let count = try requests().count
            #expect(count == 2)
        }
    }

    @Test("an overloaded server is asked again")
    func overloaded() async throws {
        try await ProviderServer.run(.anthropic, plan: ["overloaded"]) { client, requests in
            let reply = try await client.complete(question)
            #expect(reply.text == "Hello, wörld")
            let count = try requests().count
            #expect(count == 2)
        }
    }

    @Test("a server that keeps breaking off is one clear error", arguments: ModelInterface.allCases)
    func keepsBreaking(_ interface: ModelInterface) async throws {
        try await ProviderServer.run(interface, plan: ["break", "break", "break", "break"]) { client, requests in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.code == .interrupted)
            let count = try requests().count
            #expect(count == 4)
        }
    }

    @Test(
        "what trying again cannot mend is not tried again", arguments: ModelInterface.allCases,
        [("too-long", ModelError.Code.contextLength), ("huge", .malformed), ("401", .refused)])
    func final(_ interface: ModelInterface, _ fault: (String, ModelError.Code)) async throws {
        try await ProviderServer.run(interface, plan: [fault.0]) { client, requests in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.code == fault.1)
            let count = try requests().count
            #expect(count == 1)
        }
    }

    @Test(
        "a key and a prompt never leave their origin, and a question stays a POST", arguments: ModelInterface.allCases,
        ["redirect-302-other", "redirect-307-other", "redirect-308-other", "redirect-303-same"])
    func redirectsElsewhere(_ interface: ModelInterface, _ step: String) async throws {
        try await ProviderServer.run(interface, plan: [step]) { client, requests in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.code == .refused && error?.message.contains("base_url") == true, "\(error?.message ?? "")")
            let count = try requests().count
            #expect(count == 1)
        }
    }

    @Test("a redirect within the origin is followed with the whole question, a circle is not", arguments: ["redirect-302-same", "redirect-308-same"])
    func redirectsHere(_ step: String) async throws {
        try await ProviderServer.run(.openAIChat, plan: [step]) { client, requests in
            let reply = try await client.complete(question)
            #expect(reply.text == "Hello, wörld")
            let sent = try requests()
            #expect(sent.count == 2 && sent[0].body == sent[1].body)
        }
        try await ProviderServer.run(.openAIChat, plan: Array(repeating: step, count: 20)) { client, requests in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.code == .refused)
            let count = try requests().count
            #expect(count == 6)
        }
    }

    @Test("an answer that trickles forever ends with its time")
    func trickle() async throws {
        try await ProviderServer.run(.openAIChat, plan: ["trickle"], seconds: 1) { client, _ in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.code == .timeout)
        }
    }

    @Test("no server is said with what to do")
    func unreachable() async throws {
        let client = ProviderClient(ModelEndpoint(baseURL: "http://127.0.0.1:9/v1", model: "m"))
        let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("assay models serve") == true)
    }

    @Test("an answer that is packed without being asked for so is told as that, once")
    func packed() async throws {
        try await ProviderServer.run(.openAIChat, plan: ["packed"]) { client, requests in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.code == .malformed && error?.message.contains("answers packed by gzip, which was not asked for") == true)
            let all = try requests()
            #expect(all.count == 1 && all.first?.headers["accept-encoding"] == "identity")
        }
    }

    @Test(
        "an address is shown without user and password, and is otherwise what it was",
        arguments: [
            ("http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1"), ("https://user:secret@host/v1", "https://host/v1"),
            ("HTTP://user:secret@host:8080/v1", "HTTP://host:8080/v1"), ("http://user:se@cret@host/v1/", "http://host/v1"),
            ("http://user:sec/ret@host/v1", "http://host/v1"), ("http://user@x:sec/ret@host/v1", "http://host/v1"),
            ("http://secret@[::1]:80/v1", "http://[::1]:80/v1"), ("http://[::1]/v1", "http://[::1]/v1"), ("user:secret@host/v1", "host/v1"),
            ("https://host/v1/@cf/model", "https://host/v1/@cf/model"), ("http://host:80/v1/@cf", "http://host:80/v1/@cf"),
            ("http://user:secret@host/v1/@cf", "http://host/v1/@cf"),
        ])
    func addresses(_ url: String, _ shown: String) {
        #expect(ModelEndpoint(baseURL: url, model: "m").publicURL == shown)
    }

    @Test("no message has the password of the address", arguments: ["http://user:secret@127.0.0.1:1/v1", "HTTP://user:secret@127.0.0.1:1"])
    func passwords(_ url: String) async throws {
        var endpoint = ModelEndpoint(baseURL: url, model: "m")
        endpoint.attempts = 1
        let error = await #expect(throws: ModelError.self) { try await ProviderClient(endpoint).complete(question) }
        #expect(error?.message.contains("127.0.0.1:1") == true && error?.message.contains("secret") == false, "\(String(describing: error))")
    }

    @Test("each interface is asked in its own words, the shared part first and marked where that can be said")
    func requests() async throws {
        let schema = JSONValue.object(["type": .string("object")])
        for interface in ModelInterface.allCases {
            try await ProviderServer.run(interface) { client, requests in
                var asked = question
                asked.schema = schema
                _ = try await client.complete(asked)
                let request = try #require(try requests().first)
                let body = request.body
                switch interface {
                case .openAIChat:
                    #expect(request.path == "/v1/chat/completions")
                    #expect(body["seed"] == .number(7) && body["max_tokens"] == .number(10))
                    #expect(body["response_format"]?["json_schema"]?["schema"] == schema)
                    #expect(body["messages"]?[1]?["content"] == .string("The task. Say hello."))
                    #expect(body["messages"]?[1]?["stable"] == nil)
                case .openAIResponses:
                    #expect(request.path == "/v1/responses")
                    #expect(body["store"] == .bool(false) && body["max_output_tokens"] == .number(10))
                    #expect(body["text"]?["format"]?["schema"] == schema)
                case .anthropic:
                    #expect(request.path == "/v1/messages" && request.headers["anthropic-version"] == "2023-06-01")
                    #expect(body["system"]?[0]?["text"] == .string("be brief"))
                    let blocks = body["messages"]?[0]?["content"]
                    #expect(blocks?[0]?["text"] == .string("The task. ") && blocks?[0]?["cache_control"]?["type"] == .string("ephemeral"))
                    #expect(blocks?[1]?["text"] == .string("Say hello.") && blocks?[1]?["cache_control"] == nil)
                    #expect(body["tools"]?[0]?["input_schema"] == schema && body["tool_choice"]?["name"] == .string("answer"))
                case .gemini:
                    #expect(request.path == "/v1/models/m:streamGenerateContent?alt=sse")
                    #expect(body["systemInstruction"]?["parts"]?[0]?["text"] == .string("be brief"))
                    #expect(body["generationConfig"]?["responseJsonSchema"] == schema)
                    #expect(body["generationConfig"]?["maxOutputTokens"] == .number(10))
                }
            }
        }
    }

    @Test("a key is sent in the provider's header and never told, not even when the server repeats it", arguments: ModelInterface.allCases)
    func secrets(_ interface: ModelInterface) async throws {
        let name = "ASSAY_TEST_KEY_\(interface.rawValue.replacing("-", with: "_"))"
        setenv(name, "sk-very-secret", 1)
        defer { unsetenv(name) }
        try await ProviderServer.run(interface, plan: ["echo-key"], key: name) { client, requests in
            let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
            #expect(error?.message.contains("[key]") == true && error?.message.contains("very-secret") == false)
            let headers = try #require(try requests().first?.headers)
            let sent = ["authorization": "Bearer sk-very-secret", "x-api-key": "sk-very-secret", "x-goog-api-key": "sk-very-secret"]
            #expect(headers.contains { sent[$0.key] == $0.value })
        }
        let client = ProviderClient(ModelEndpoint(interface, baseURL: "http://127.0.0.1:9", model: "m", keyEnvironment: "ASSAY_NO_SUCH_KEY"))
        let error = await #expect(throws: ModelError.self) { try await client.complete(question) }
        #expect(error?.message.contains("ASSAY_NO_SUCH_KEY") == true)
    }
}

@Suite struct LiveServerTests {
    private static let store = ModelStore(cache: Self.cache)
    private static let model = try? EmbeddedModel.named("qwen2.5-coder-0.5b")
    private static let isHere = model.flatMap { store.path(of: $0) } != nil && store.runtime != nil

    private static var cache: String {
        func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }
        return value("ASSAY_CACHE") ?? (value("XDG_CACHE_HOME") ?? (value("HOME") ?? "/tmp") + "/.cache") + "/assay"
    }

    @Test("a real model server answers through each interface that it speaks", .enabled(if: isHere, "assay models pull qwen2.5-coder-0.5b"))
    func interfaces() async throws {
        let model = try #require(Self.model)
        let request = ModelRequest(
            model: model.name, messages: [ModelMessage(.user, stable: "Answer with one number. ", "What is 2 + 3?")], maxTokens: 8,
            temperature: 0, seed: 1)
        try await ModelServer.serve(model, store: Self.store, threads: 1) { url in
            for interface in ModelInterface.allCases where interface != .gemini {
                let client = ProviderClient(ModelEndpoint(interface, baseURL: url, model: model.name))
                let reply = try await client.complete(request)
                #expect(reply.text.contains("5"), "\(interface)")
                #expect(reply.usage.prompt > 10 && reply.usage.completion > 0, "\(interface)")
                #expect(reply.servedBy.contains("qwen"), "\(interface)")
            }
        }
    }
}

@Suite struct RateLimiterTests {
    @Test("calls wait until the provider allows them, in their order, and what a call did not use comes back")
    func waits() async {
        let start = ContinuousClock.Instant.now
        let limiter = RateLimiter(RateLimits(requestsPerMinute: 3, tokensPerMinute: 600), at: start)
        #expect(await limiter.take(tokens: 500, at: start) == 0)
        // 100 tokens are left, and ten come each second.
        #expect(await limiter.take(tokens: 200, at: start) == 10)
        #expect(await limiter.take(tokens: 100, at: start) == 20)
        await limiter.used(100, of: 500, at: start)
        // Now tokens abound again, but three requests are gone: the next comes after a third of a minute.
        #expect(await limiter.take(tokens: 10, at: start) == 20)
        #expect(await limiter.take(tokens: 10, at: start + .seconds(60)) == 0)
        // More than there ever is goes through once all of it is there.
        #expect(await limiter.take(tokens: 9000, at: start + .seconds(600)) == 0)
    }
}

@Suite struct CommandClientTests {
    @Test("a command gets the prompt and gives the answer")
    func answers() async throws {
        let reply = try await CommandClient(["/bin/sh", "-c", "echo; cat"]).complete(question)
        #expect(reply.text == "\nbe brief\n\nThe task. Say hello.\n")
        #expect(reply.servedBy.contains("estimated"))
    }

    @Test("the folder of a command names its owner, so that nobody clears it up meanwhile")
    func folder() async throws {
        let reply = try await CommandClient(["/bin/pwd"]).complete(question)
        #expect(reply.text.hasPrefix("/tmp/assay-command-\(getpid())-"))
    }

    @Test(
        "a command that fails, hangs or is not there is one clear error",
        arguments: [
            (["/bin/sh", "-c", "echo broken >&2; exit 3"], ModelError.Code.refused), (["/bin/sleep", "60"], .timeout),
            (["/no/such/command"], .unreachable),
        ])
    func fails(_ words: [String], _ code: ModelError.Code) async throws {
        let error = await #expect(throws: ModelError.self) { try await CommandClient(words, seconds: code == .timeout ? 1 : 300).complete(question) }
        #expect(error?.code == code, "\(error?.message ?? "")")
        #expect(error?.message.contains(words[0]) == true)
    }
}
