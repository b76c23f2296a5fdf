package import AssayCore
package import AssaySupport

/// Makes the clients of the configured models, and runs their local servers while they are needed.
package enum ModelSession {
    /// Starts the servers that are needed, passes one client for all models to the body, and stops the servers.
    ///
    /// With `replay` alone all answers come from that recording; with `replay` and `record` only those that it contains, and
    /// all are written to `record`. `calls` is the most requests that will come at once. `say` is called with what is being started,
    /// `malformed` with the errors of lines of the recording.
    package static func withModels<Value: Sendable>(
        _ models: [String: any ModelSource], replay: String? = nil, record: String? = nil, calls: Int = 1,
        say: @escaping @Sendable (String) -> Void, malformed: ([InputError]) -> Void,
        body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value {
        let player = try replay.map { path throws(InputError) in try CassettePlayer(path: path) }
        if let player { malformed(player.malformed) }
        if let player, record == nil { return try await body(player) }
        let names = models.keys.sorted()
        return try await start(names[...], of: models, started: [:], calls: calls, say: say) { clients in
            let router = ModelRouter(clients)
            guard let record else { return try await body(router) }
            if let player, let replay { return try await body(CassetteExtender(router, known: player, from: replay, to: record)) }
            return try await body(CassetteRecorder(recording: router, to: record))
        }
    }

    /// Starts the models one inside the other, so that each client lives exactly as long as the body runs.
    private static func start<Value: Sendable>(
        _ names: ArraySlice<String>, of models: [String: any ModelSource], started clients: [String: any ModelClient], calls: Int,
        say: @escaping @Sendable (String) -> Void,
        body: @escaping @Sendable ([String: any ModelClient]) async throws -> Value
    ) async throws -> Value {
        guard let name = names.first, let source = models[name] else { return try await body(clients) }
        return try await source.withClient(calls: calls, say: say) { client in
            let limited = LimitedClient(client, Slots(source.concurrency))
            return try await start(
                names.dropFirst(), of: models, started: clients.merging([name: limited]) { $1 }, calls: calls, say: say, body: body)
        }
    }
}
