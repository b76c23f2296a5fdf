package import AssayCore
import AssaySupport

/// A model behind an HTTP interface, on a provider's server or the user's own.
package struct ServerSource: ModelSource {
    /// The server and the name of the model on it.
    package let endpoint: ModelEndpoint
    /// What the configuration says to the pipeline.
    package let ownTraits: ModelTraits
    /// How many requests may be under way at once.
    package let concurrency: Int
    private let presetTraits: ModelTraits

    /// The interface, the address without a password, the name of the model, and the parameters of its requests that are not the usual ones.
    package var identity: [String: String] {
        var parts = ["interface": endpoint.interface.rawValue, "base_url": endpoint.publicURL, "model": endpoint.model]
        parts["context_window"] = endpoint.window?.configured.map { "\($0)" }
        return parts.merging(endpoint.shape.shown(for: endpoint.interface)) { $1 }
    }

    /// What the pipeline does differently for the model, by the configuration or else by what is known of the model.
    package var traits: ModelTraits? { ownTraits.over(presetTraits) }

    /// Whether a seed is sent.
    package var takesSeed: Bool { endpoint.shape.sendsSeed && [.openAIChat, .gemini].contains(endpoint.interface) }

    /// Passes a client of the server to the body; nothing needs to be started.
    package func withClient<Value: Sendable>(
        calls: Int, say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
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
        ] + ModelKeys.all
    }

    /// Makes a model of the values of these keys; without an interface, of OpenAI's the one that the model has.
    init(_ interface: ModelInterface?, _ values: SettingValues) {
        let (address, model) = (values.text("base_url"), values.text("model") ?? "")
        let reasoning = ModelKeys.reasoning(values)
        func preset(_ interface: ModelInterface) -> ModelPreset {
            ModelPreset(interface, model: model, isHome: address == nil, reasoning: reasoning)
        }
        let needsResponses = address == nil && preset(.openAIChat).needsResponses
        let interface = interface ?? (needsResponses ? .openAIResponses : .openAIChat)
        var known = preset(interface)
        ModelKeys.apply(values, to: &known.shape)
        let (requests, tokens) = (values.integer("requests_per_minute"), values.integer("tokens_per_minute"))
        endpoint = ModelEndpoint(
            interface, baseURL: address ?? interface.home, model: model,
            // The user's own server may need no key; the provider's always does.
            keyEnvironment: values.text("key_env") ?? (address == nil ? interface.keyEnvironment : nil),
            rates: requests == nil && tokens == nil ? nil : RateLimits(requestsPerMinute: requests, tokensPerMinute: tokens),
            shape: known.shape,
            window: ContextWindow(configured: values.integer(ModelKeys.contextWindow.name), preset: known.window))
        concurrency = ModelKeys.concurrency(values)
        (ownTraits, presetTraits) = (ModelKeys.traits(values), known.traits)
    }
}
