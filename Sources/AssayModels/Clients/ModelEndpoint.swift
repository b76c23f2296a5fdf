/// Which interface a server speaks.
package enum ModelInterface: String, Sendable, CaseIterable {
    case openAIChat = "openai-chat"
    case openAIResponses = "openai-responses"
    case anthropic, gemini

    var wire: any ModelWire {
        switch self {
        case .openAIChat: OpenAIChat()
        case .openAIResponses: OpenAIResponses()
        case .anthropic: AnthropicMessages()
        case .gemini: GeminiContent()
        }
    }

    /// Where the provider itself serves it.
    package var home: String {
        switch self {
        case .openAIChat, .openAIResponses: "https://api.openai.com/v1"
        case .anthropic: "https://api.anthropic.com/v1"
        case .gemini: "https://generativelanguage.googleapis.com/v1beta"
        }
    }

    /// The variable in which the provider's own tools look for the key.
    package var keyEnvironment: String {
        switch self {
        case .openAIChat, .openAIResponses: "OPENAI_API_KEY"
        case .anthropic: "ANTHROPIC_API_KEY"
        case .gemini: "GEMINI_API_KEY"
        }
    }
}

/// A model behind an address.
package struct ModelEndpoint: Sendable {
    package var interface: ModelInterface
    /// Without a slash at the end.
    package var baseURL: String
    /// The address without a user and a password, for what is stored and shown.
    package var publicURL: String { baseURL.replacing(/^([a-z]+:\/\/)[^\/@]*@/) { "\($0.output.1)" } }
    /// The provider's name of the model.
    package var model: String
    /// The name of the environment variable that holds the key.
    package var keyEnvironment: String?
    /// What the provider allows, if it is to be kept to.
    package var rates: RateLimits?
    /// Seconds that one whole answer may take, however slowly it trickles.
    package var wholeSeconds: Double = 1200
    package var attempts = 4

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
