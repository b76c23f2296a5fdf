extension ModelProvider {
    /// Anthropic's servers, by the Messages interface.
    static let anthropic = ModelProvider(name: "anthropic", keys: ServerSource.keys()) { ServerSource(.anthropic, $0) }
}
