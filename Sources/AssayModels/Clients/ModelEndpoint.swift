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
    package var publicURL: String { baseURL.replacing(/^([a-z]+:\/\/)[^\/@]*@/) { "\($0.output.1)" } }
    /// The model's name at the provider.
    package let model: String
    /// The name of the environment variable with the API key; nil when the server needs none.
    package let keyEnvironment: String?
    /// The provider's rate limits, which calls are kept within; nil for none.
    package let rates: RateLimits?
    /// The time limit for one whole answer in seconds, however slowly the server sends it.
    package var wholeSeconds: Double = 1200
    /// How often a request is tried when the server fails temporarily.
    package var attempts = 4

    /// Describes a model on a server; a slash at the end of the address is removed.
    package init(
        _ interface: ModelInterface = .openAIChat, baseURL: String, model: String, keyEnvironment: String? = nil, rates: RateLimits? = nil
    ) {
        self.interface = interface
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.model = model
        self.keyEnvironment = keyEnvironment
        self.rates = rates
    }
}
