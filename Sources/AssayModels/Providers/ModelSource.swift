package import AssayCore

/// A configured model: where its answers come from.
package protocol ModelSource: Sendable {
    /// What decides the model's answers, by its name: the address, the provider's name of it, a program's content.
    ///
    /// Whether it is reached by another key or more slowly is no part of it.
    var identity: [String: String] { get }
    /// Whether a seed reaches the model; a server may still not keep to it.
    var takesSeed: Bool { get }
    /// Whether the model is a command that can change files in a folder by itself.
    var changesFiles: Bool { get }

    /// Hands a client to the body; what the client needs runs for exactly as long.
    ///
    /// `say` is told what is being started.
    func withClient<Value: Sendable>(
        say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value
}

extension ModelSource {
    package var takesSeed: Bool { true }
    package var changesFiles: Bool { false }
}
