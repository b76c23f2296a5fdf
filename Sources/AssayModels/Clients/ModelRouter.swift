package import AssayCore

/// Sends each request to the client of the model that it names.
package struct ModelRouter: ModelClient {
    private let clients: [String: any ModelClient]

    /// Makes a router of clients, by the configured names of their models.
    package init(_ clients: [String: any ModelClient]) { self.clients = clients }

    /// Returns the answer of the named model; throws `unreachable` when no model has the name.
    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        guard let client = clients[request.model] else {
            throw ModelError(.unreachable, "no model is configured under the name '\(request.model)'")
        }
        return try await client.complete(request)
    }

    /// Returns what the client of the named model knows of its window.
    package func contextWindow(of model: String) async -> Int? { await clients[model]?.contextWindow(of: model) }
}

/// Refuses prompts that contain text of a hidden check.
package struct CanaryGuard: ModelClient {
    private let inner: any ModelClient
    private let canaries: [String]

    /// Guards a client; `canaries` are texts that occur in hidden checks only.
    package init(_ inner: any ModelClient, canaries: [String]) {
        self.inner = inner
        self.canaries = canaries
    }

    /// Returns the answer of the inner client; throws `leak`, without sending anything, when the prompt contains a canary.
    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        for message in request.messages {
            for canary in canaries where message.content.contains(canary) {
                throw ModelError(
                    .leak, "a prompt would have shown a hidden check to '\(request.model)'; the attempt was stopped")
            }
        }
        return try await inner.complete(request)
    }

    /// Returns what the inner client knows of the window.
    package func contextWindow(of model: String) async -> Int? { await inner.contextWindow(of: model) }
}
