import AssaySupport
import Testing

@testable import AssayModels

@Suite struct ProviderRegistryTests {
    private func source(_ provider: String, _ given: [String: SettingValue]) throws -> any ModelSource {
        let found = try #require(ProviderRegistry.named(provider))
        var values = SettingValues(found.keys)
        for (name, value) in given {
            try #require(found.keys.contains { $0.name == name }, "\(provider) does not declare \(name)")
            values[name] = value
        }
        return found.make(values)
    }

    @Test("providers have names of their own, and a key means the same kind of value everywhere")
    func names() {
        #expect(Set(ProviderRegistry.all.map(\.name)).count == ProviderRegistry.all.count)
        for key in ProviderRegistry.all.flatMap(\.keys) {
            #expect(ProviderRegistry.keys.first { $0.name == key.name }?.kind == key.kind, "\(key.name)")
        }
    }

    @Test(
        "a provider's own server and key are used without an address",
        arguments: [
            ("openai", ModelInterface.openAIChat, "https://api.openai.com/v1", "OPENAI_API_KEY"),
            ("anthropic", .anthropic, "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
            ("gemini", .gemini, "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY"),
        ])
    func home(_ provider: String, _ interface: ModelInterface, _ address: String, _ key: String) throws {
        let server = try #require(try source(provider, ["model": .text("x")]) as? ServerSource)
        #expect(server.endpoint.interface == interface && server.endpoint.baseURL == address && server.endpoint.keyEnvironment == key)
        #expect(server.endpoint.rates == nil && server.endpoint.model == "x")
    }

    @Test("a server of one's own needs no key, and its limits are kept")
    func own() throws {
        let values: [String: SettingValue] = [
            "model": .text("x"), "base_url": .text("http://127.0.0.1:1/v1/"), "api": .text("responses"), "requests_per_minute": .integer(5),
        ]
        let server = try #require(try source("openai-compatible", values) as? ServerSource)
        #expect(server.endpoint.baseURL == "http://127.0.0.1:1/v1" && server.endpoint.keyEnvironment == nil)
        #expect(server.endpoint.interface == .openAIResponses && server.endpoint.rates == RateLimits(requestsPerMinute: 5))
    }

    @Test(
        "a seed reaches those models whose interface has a field for it",
        arguments: [
            ("openai", true), ("anthropic", false), ("gemini", true), ("command", false), ("embedded", true), ("cassette", true),
        ])
    func seeds(_ provider: String, _ takes: Bool) throws {
        let given: [String: SettingValue] = ["openai", "anthropic", "gemini"].contains(provider) ? ["model": .text("gpt-4.1")] : [:]
        #expect(try source(provider, given).takesSeed == takes)
    }

    @Test("only a command changes files")
    func files() throws {
        for provider in ProviderRegistry.all { #expect(provider.make(SettingValues(provider.keys)).changesFiles == (provider.name == "command")) }
    }
}
