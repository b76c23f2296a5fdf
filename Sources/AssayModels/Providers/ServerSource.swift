package import AssayCore
import AssaySupport

/// A model behind an HTTP interface, on a provider's server or the user's own.
package struct ServerSource: ModelSource {
    /// The server and the name of the model on it.
    package let endpoint: ModelEndpoint

    /// The interface, the address without a password, and the name of the model.
    package var identity: [String: String] {
        ["interface": endpoint.interface.rawValue, "base_url": endpoint.publicURL, "model": endpoint.model]
    }

    /// Whether the interface has a field for a seed.
    package var takesSeed: Bool { [.openAIChat, .gemini].contains(endpoint.interface) }

    /// Passes a client of the server to the body; nothing needs to be started.
    package func withClient<Value: Sendable>(
        say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        try await body(ProviderClient(endpoint))
    }
}

extension ServerSource {
    /// The configuration keys that all providers with an HTTP interface have.
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
            // The user's own server may need no key; the provider's always does.
            keyEnvironment: values.text("key_env") ?? (address == nil ? interface.keyEnvironment : nil),
            rates: requests == nil && tokens == nil ? nil : RateLimits(requestsPerMinute: requests, tokensPerMinute: tokens))
    }
}
