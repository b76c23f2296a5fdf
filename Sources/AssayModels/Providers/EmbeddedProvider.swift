import AssayCore
import AssaySupport

extension ModelProvider {
    /// A model that Assay downloads, and serves on loopback while it is needed.
    static let embedded = ModelProvider(
        name: "embedded",
        keys: [SettingKey("model", .text, isRequired: true), SettingKey("threads", .integer(1...256), fallback: .integer(2))] + ModelKeys.traits
    ) { values in
        var shape = RequestShape(.openAIChat)
        ModelKeys.apply(values, to: &shape)
        return EmbeddedSource(
            model: values.text("model") ?? "", threads: values.integer("threads") ?? 2, shape: shape, ownTraits: ModelKeys.traits(values))
    }
}

/// An embedded model, by its name.
private struct EmbeddedSource: ModelSource {
    let model: String
    let threads: Int
    let shape: RequestShape
    let ownTraits: ModelTraits
    var identity: [String: String] {
        ["embedded": model, "sha256": (try? EmbeddedModel.named(model).sha256) ?? "unknown"].merging(shape.shown(for: .openAIChat)) { $1 }
    }
    /// Nil without a key of its own: small models are what the pipeline's settings are made for.
    var traits: ModelTraits? { ownTraits == ModelTraits() ? nil : ownTraits }

    func withClient<Value: Sendable>(
        say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        let known = try EmbeddedModel.named(model)
        say("starting \(known.name) on loopback")
        return try await ModelServer.serve(known, store: ModelStore(cache: CacheFolder.path), threads: threads) { url in
            try await body(ProviderClient(ModelEndpoint(baseURL: url, model: known.name, shape: shape)))
        }
    }
}
