package import AssayCore
import AssaySupport

/// A model behind an HTTP interface, on a provider's server or one's own.
package struct ServerSource: ModelSource {
    package let endpoint: ModelEndpoint

    package var identity: [String: String] {
        ["interface": endpoint.interface.rawValue, "base_url": endpoint.publicURL, "model": endpoint.model]
    }

    /// Only these two interfaces have a field for the seed.
    package var takesSeed: Bool { [.openAIChat, .gemini].contains(endpoint.interface) }

    package func withClient<Value: Sendable>(
        say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        try await body(ProviderClient(endpoint))
    }
}

extension ServerSource {
    /// The keys of every provider that is asked over HTTP.
    static func keys(needingAddress: Bool = false) -> [SettingKey] {
        [
            SettingKey("model", .text, isRequired: true),
            SettingKey("base_url", .text, isRequired: needingAddress),
            SettingKey("key_env", .text),
            SettingKey("requests_per_minute", .integer(1...1_000_000)),
            SettingKey("tokens_per_minute", .integer(100...1_000_000_000)),
        ]
    }

    /// Makes a model of the values of these keys.
    init(_ interface: ModelInterface, _ values: SettingValues) {
        let address = values.text("base_url")
        let (requests, tokens) = (values.integer("requests_per_minute"), values.integer("tokens_per_minute"))
        endpoint = ModelEndpoint(
            interface, baseURL: address ?? interface.home, model: values.text("model") ?? "",
            // A server of one's own may need no key; the provider's does.
            keyEnvironment: values.text("key_env") ?? (address == nil ? interface.keyEnvironment : nil),
            rates: requests == nil && tokens == nil ? nil : RateLimits(requestsPerMinute: requests, tokensPerMinute: tokens))
    }
}
