/// The HTTP interface that a model server implements.
package enum ModelInterface: String, Sendable, CaseIterable {
    /// OpenAI's chat completions, which many other servers implement too.
    case openAIChat = "openai-chat"
    /// OpenAI's responses.
    case openAIResponses = "openai-responses"
    /// Anthropic's messages.
    case anthropic
    /// Google's streamGenerateContent.
    case gemini

    /// The implementation of the interface.
    var wire: any ModelWire {
        switch self {
        case .openAIChat: OpenAIChat()
        case .openAIResponses: OpenAIResponses()
        case .anthropic: AnthropicMessages()
        case .gemini: GeminiContent()
        }
    }

    /// The base URL of the provider's own servers.
    package var home: String {
        switch self {
        case .openAIChat, .openAIResponses: "https://api.openai.com/v1"
        case .anthropic: "https://api.anthropic.com/v1"
        case .gemini: "https://generativelanguage.googleapis.com/v1beta"
        }
    }

    /// The environment variable that holds the API key by convention.
    package var keyEnvironment: String {
        switch self {
        case .openAIChat, .openAIResponses: "OPENAI_API_KEY"
        case .anthropic: "ANTHROPIC_API_KEY"
        case .gemini: "GEMINI_API_KEY"
        }
    }
}

/// A model on a server: address, name, key and limits.
package struct ModelEndpoint: Sendable {
    /// The server's interface.
    package let interface: ModelInterface
    /// The base URL, without a slash at the end.
    package let baseURL: String
    /// The base URL without user and password, which may be stored and shown.
    package let publicURL: String
    /// The model's name at the provider.
    package let model: String
    /// The name of the environment variable with the API key; nil when the server needs none.
    package let keyEnvironment: String?
    /// The provider's rate limits, which calls are kept within; nil for none.
    package let rates: RateLimits?
    /// The parameters of the model's requests.
    package let shape: RequestShape
    /// What is known of the model's context window beforehand; nil when it is not asked for.
    package let window: ContextWindow?
    /// The time limit for one whole answer in seconds, however slowly the server sends it.
    package var wholeSeconds: Double = 1200
    /// The time limit in seconds for what the server is asked about its model; a server that does not answer has a usual window.
    package var querySeconds: Double = 10
    /// How often a request is tried when the server fails temporarily.
    package var attempts = 4

    /// Describes a model on a server; a slash at the end of the address is removed.
    package init(
        _ interface: ModelInterface = .openAIChat, baseURL: String, model: String, keyEnvironment: String? = nil, rates: RateLimits? = nil,
        shape: RequestShape? = nil, window: ContextWindow? = nil
    ) {
        self.interface = interface
        self.shape = shape ?? RequestShape(interface)
        self.window = window
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        publicURL = Self.withoutUser(self.baseURL)
        self.model = model
        self.keyEnvironment = keyEnvironment
        self.rates = rates
    }

    /// A URL without user and password (RFC 3986, section 3.2.1), also where a password has an `@` or a slash that is not escaped.
    private static func withoutUser(_ url: String) -> String {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let rest = url.unicodeScalars[start...]
        let authority = rest.prefix { !"/?#".unicodeScalars.contains($0) }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let port = host.last == "]" ? nil : host.lastIndex(of: ":").map { host[host.index(after: $0)...] }
        // What follows the colon and is no port is the beginning of a password that has a slash in it.
        let isCut = port?.contains { !("0"..."9").contains($0) } == true
        guard let end = (isCut ? rest : authority).lastIndex(of: "@") else { return url }
        return String(url[..<start]) + String(rest[rest.index(after: end)...])
    }
}
