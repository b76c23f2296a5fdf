package import AssayCore

/// Sends each request to the client of its model.
package struct ModelRouter: ModelClient {
    private let clients: [String: any ModelClient]

    package init(_ clients: [String: any ModelClient]) { self.clients = clients }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        guard let client = clients[request.model] else {
            throw ModelError(.unreachable, "no model is configured under the name '\(request.model)'")
        }
        return try await client.complete(request)
    }
}

/// Refuses any prompt that carries a line of a hidden check.
package struct CanaryGuard: ModelClient {
    private let inner: any ModelClient
    private let canaries: [String]

    package init(_ inner: any ModelClient, canaries: [String]) {
        self.inner = inner
        self.canaries = canaries
    }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        for message in request.messages {
            for canary in canaries where message.content.contains(canary) {
                throw ModelError(
                    .leak, "a prompt would have shown a hidden check to '\(request.model)'; the attempt was stopped")
            }
        }
        return try await inner.complete(request)
    }
}
