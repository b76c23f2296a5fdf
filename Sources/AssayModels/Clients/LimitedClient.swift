import AssayCore
import AssaySupport

/// Asks another client, never more requests at once than there are slots.
struct LimitedClient: ModelClient {
    private let inner: any ModelClient
    private let slots: Slots

    init(_ inner: any ModelClient, _ slots: Slots) {
        self.inner = inner
        self.slots = slots
    }

    func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        // Cancelled before it was sent: nothing was paid.
        try await slots.run(orThrow: ModelError(.unreachable, "cancelled")) { () async throws(ModelError) in try await inner.complete(request) }
    }

    func contextWindow(of model: String) async -> Int? { await inner.contextWindow(of: model) }
}
