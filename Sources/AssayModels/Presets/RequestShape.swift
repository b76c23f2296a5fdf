/// Which of the optional parameters a model's requests have, and under which names.
///
/// Whatever a model's interface does not know at all is left out by the wire, whatever the shape says.
package struct RequestShape: Sendable, Equatable {
    /// The name of the limit of output tokens in OpenAI's chat completions.
    package enum LimitName: String, Sendable, CaseIterable {
        case maxTokens = "max_tokens"
        /// The newer name; OpenAI's reasoning models refuse the older one.
        case maxCompletionTokens = "max_completion_tokens"

        /// The other name.
        var other: LimitName { self == .maxTokens ? .maxCompletionTokens : .maxTokens }
    }

    /// The way in which a model is told how much to think.
    enum Thinking: Sendable, Equatable {
        /// By a level alone.
        case level
        /// By a number of tokens (Claude before 4.6, Gemini 2.5).
        case budget
        /// By a level, and the model decides when to think (Claude from 4.6).
        case adaptive
    }

    /// The way in which a JSON schema is enforced.
    enum SchemaStyle: Sendable, Equatable {
        /// By the interface's own parameter for output formats.
        case format
        /// By a tool that the model must call.
        case tool
        /// Not at all: the prompt asks for JSON.
        case none
    }

    /// Whether the temperature is sent.
    package var sendsTemperature = true
    /// Whether the seed is sent.
    package var sendsSeed = true
    /// The name of the limit of output tokens.
    package var limitName = LimitName.maxTokens
    /// The largest limit that the model takes; nil when that is not known.
    var largestOutput: Int?
    /// How much the model is to think; nil for the provider's default.
    package var reasoning: Reasoning?
    var thinking = Thinking.level
    var schema = SchemaStyle.format
    /// Whether a key is sent by which OpenAI finds earlier requests about the same task in its cache.
    var sendsCacheKey = false
    /// Whether the end of the shared part of a prompt is marked for Anthropic's cache.
    var marksCache = true
    /// Whether the answer is asked for as a stream; OpenAI streams some models to verified organisations only.
    var streams = true
    /// Whether the token counts of a stream are asked for.
    var asksForUsage = true

    /// Makes the shape that every optional parameter has.
    package init() {}

    /// Makes the shape of requests to a model of which only the interface is known.
    package init(_ interface: ModelInterface) {
        switch interface {
        case .openAIChat: break
        case .openAIResponses: sendsSeed = false
        case .anthropic: (sendsSeed, thinking, schema) = (false, .budget, .tool)
        case .gemini: thinking = .budget
        }
    }

    /// The limit of output tokens that is sent for a wanted one.
    func limit(_ wanted: Int) -> Int { min(wanted, largestOutput ?? wanted) }

    /// What differs from the usual shape of the interface, as an identity shows it.
    func shown(for interface: ModelInterface) -> [String: String] {
        let usual = RequestShape(interface)
        var parts: [String: String] = [:]
        if sendsTemperature != usual.sendsTemperature { parts["temperature"] = sendsTemperature ? "sent" : "not sent" }
        if sendsSeed != usual.sendsSeed { parts["seed"] = sendsSeed ? "sent" : "not sent" }
        if limitName != usual.limitName { parts["limit_name"] = limitName.rawValue }
        parts["reasoning"] = reasoning?.shown
        if reasoning != nil, thinking != usual.thinking { parts["thinking"] = "\(thinking)" }
        if schema != usual.schema { parts["schema"] = "\(schema)" }
        return parts
    }
}
