import AssayConfiguration
import AssayCore
import AssayModels
import AssaySupport

/// The only place that knows how configured models become clients.
enum Wiring {
    /// Starts what has to be started, hands a client for all models to the body, ends it again.
    static func withModels<Value: Sendable>(
        _ models: [String: ModelSpec], replay: String? = nil, record: String? = nil,
        say: @escaping @Sendable (String) -> Void,
        body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        if let replay, record == nil {
            let player = try CassettePlayer(path: replay)
            return try await body(player)
        }
        let names = models.keys.sorted()
        return try await start(names[...], models, [:], say: say) { clients in
            let router = ModelRouter(clients)
            guard let record else { return try await body(router) }
            if let replay { return try await body(CassetteExtender(router, known: replay, to: record)) }
            return try await body(CassetteRecorder(recording: router, to: record))
        }
    }

    /// Each embedded model is served for exactly as long as the rest runs inside it.
    private static func start<Value: Sendable>(
        _ names: ArraySlice<String>, _ models: [String: ModelSpec],
        _ clients: [String: any ModelClient], say: @escaping @Sendable (String) -> Void,
        body: @escaping @Sendable ([String: any ModelClient]) async throws -> Value
    ) async throws -> Value {
        guard let name = names.first, let spec = models[name] else { return try await body(clients) }
        let rest = names.dropFirst()
        switch spec {
        case .server(let endpoint):
            return try await start(rest, models, clients.merging([name: ProviderClient(endpoint)]) { $1 }, say: say, body: body)
        case .command(let words, let seconds):
            let client = CommandClient(words, seconds: seconds)
            return try await start(rest, models, clients.merging([name: client]) { $1 }, say: say, body: body)
        case .cassette(let path):
            let player = try CassettePlayer(path: path)
            return try await start(
                rest, models, clients.merging([name: player]) { $1 }, say: say, body: body)
        case .embedded(let modelName, let threads):
            let model = try EmbeddedModel.named(modelName)
            say("starting \(model.name) on loopback")
            return try await ModelServer.serve(
                model, store: ModelStore(cache: CacheFolder.path), threads: threads
            ) { url in
                let client = ProviderClient(ModelEndpoint(baseURL: url, model: model.name))
                return try await start(
                    rest, models, clients.merging([name: client]) { $1 }, say: say, body: body)
            }
        }
    }
}
