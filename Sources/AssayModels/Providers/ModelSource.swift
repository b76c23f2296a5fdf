package import AssayCore

/// A configured model, which can make a client that asks it.
package protocol ModelSource: Sendable {
    /// Everything that decides the model's answers, by label: address, the provider's name of the model, content of a program.
    ///
    /// The API key and limits of rate and time are not part of it.
    var identity: [String: String] { get }
    /// What the pipeline does differently for the model; nil for nothing.
    var traits: ModelTraits? { get }
    /// The part of the traits that the configuration names; the rest is a preset, which the pipeline's own settings overrule.
    var ownTraits: ModelTraits { get }
    /// Whether a seed is sent to the model; the server may still ignore it.
    var takesSeed: Bool { get }
    /// Whether the model is a command that can change files in its working folder itself.
    var changesFiles: Bool { get }

    /// How many requests may be under way at once; more wait their turn.
    var concurrency: Int { get }

    /// Passes a client to the body; a server that the client needs runs until the body returns.
    ///
    /// `calls` is the most requests that will come at once; `say` is called with what is being started.
    func withClient<Value: Sendable>(
        calls: Int, say: @escaping @Sendable (String) -> Void, body: @escaping @Sendable (any ModelClient) async throws -> Value
    ) async throws -> Value
}

extension ModelSource {
    /// Nil: the model is asked as the pipeline says.
    package var traits: ModelTraits? { nil }
    /// None.
    package var ownTraits: ModelTraits { ModelTraits() }
    /// As many as a file that says nothing means.
    package var concurrency: Int { ModelKeys.usualConcurrency }
    /// True, as for most models.
    package var takesSeed: Bool { true }
    /// False, as for every model behind an HTTP interface.
    package var changesFiles: Bool { false }
}
