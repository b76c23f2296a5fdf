import AssayCore
import AssaySupport

extension ModelProvider {
    /// A model that Assay downloads, and serves on loopback while it is needed.
    static let embedded = ModelProvider(
        name: "embedded",
        keys: [
            SettingKey("model", .text, isRequired: true), SettingKey("threads", .integer(1...256), fallback: .integer(2)), ModelKeys.concurrency,
        ] + ModelKeys.traits
    ) { values in
        var shape = RequestShape(.openAIChat)
        ModelKeys.apply(values, to: &shape)
        return EmbeddedSource(
            model: values.text("model") ?? "", threads: values.integer("threads") ?? 2, concurrency: ModelKeys.concurrency(values), shape: shape,
            ownTraits: ModelKeys.traits(values))
    }
}

/// An embedded model, by its name.
private struct EmbeddedSource: ModelSource {
    let model: String
    let threads: Int
    let concurrency: Int
    let shape: RequestShape
    let ownTraits: ModelTraits
    var identity: [String: String] {
        ["embedded": model, "sha256": (try? EmbeddedModel.named(model).sha256) ?? "unknown"].merging(shape.shown(for: .openAIChat)) { $1 }
    }
    /// Nil without a key of its own: small models are what the pipeline's settings are made for.
    var traits: ModelTraits? { ownTraits == ModelTraits() ? nil : ownTraits }

    func withClient<Value: Sendable>(
        calls: Int, say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        let known = try EmbeddedModel.named(model)
        let slots = ModelServer.slots(known, wanted: min(calls, concurrency))
        say("starting \(known.name) on loopback\(slots > 1 ? " for \(slots) answers at once" : "")")
        return try await ModelServer.serve(known, store: ModelStore(cache: CacheFolder.path), threads: threads, slots: slots) { url in
            // What the server has no slot for waits here, where no time limit runs.
            try await body(LimitedClient(ProviderClient(ModelEndpoint(baseURL: url, model: known.name, shape: shape)), Slots(slots)))
        }
    }
}
