extension ModelProvider {
    /// Google's Gemini servers.
    static let gemini = ModelProvider(name: "gemini", keys: ServerSource.keys()) { ServerSource(.gemini, $0) }
}
