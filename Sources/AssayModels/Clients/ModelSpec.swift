/// Where a model's answers come from.
package enum ModelSpec: Sendable {
    case server(ModelEndpoint)
    case command([String], seconds: Double)
    case embedded(model: String, threads: Int)
    case cassette(path: String)

    /// Whether a seed reaches the model; a server may still not keep to it.
    package var takesSeed: Bool {
        switch self {
        case .server(let endpoint): [.openAIChat, .gemini].contains(endpoint.interface)
        case .command: false
        case .embedded, .cassette: true
        }
    }
}
