import AssayCore
import AssaySupport

extension ModelProvider {
    /// A model that Assay downloads, and serves on loopback while it is needed.
    static let embedded = ModelProvider(
        name: "embedded",
        keys: [SettingKey("model", .text, isRequired: true), SettingKey("threads", .integer(1...256), fallback: .integer(2))]
    ) { EmbeddedSource(model: $0.text("model") ?? "", threads: $0.integer("threads") ?? 2) }
}

/// An embedded model, by its name.
private struct EmbeddedSource: ModelSource {
    let model: String
    let threads: Int
    var identity: [String: String] { ["embedded": model, "sha256": (try? EmbeddedModel.named(model).sha256) ?? "unknown"] }

    func withClient<Value: Sendable>(
        say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        let known = try EmbeddedModel.named(model)
        say("starting \(known.name) on loopback")
        return try await ModelServer.serve(known, store: ModelStore(cache: CacheFolder.path), threads: threads) { url in
            try await body(ProviderClient(ModelEndpoint(baseURL: url, model: known.name)))
        }
    }
}
