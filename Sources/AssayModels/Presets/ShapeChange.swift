/// A change of a request that its server made necessary.
enum ShapeChange: Sendable, Equatable {
    /// A parameter is left out.
    case drop(RequestParameter)
    /// The limit of output tokens has another name.
    case rename(RequestShape.LimitName)
    /// The limit of output tokens is at most this.
    case cap(Int)
    /// The model decides itself when to think, and is told a level only.
    case adaptive
    /// This one answer is limited to the room that its prompt leaves in the context window.
    case fit(Int)

    /// Whether later requests are changed too.
    var lasts: Bool { if case .fit = self { false } else { true } }

    /// What is done, for people.
    var words: String {
        switch self {
        case .drop(let parameter): "\(parameter.words) is not sent from now on"
        case .rename(let name): "the limit is sent as \(name.rawValue) from now on"
        case .cap(let limit): "answers are limited to \(limit) tokens from now on"
        case .adaptive: "the model decides itself when to think from now on"
        case .fit(let limit): "this answer is limited to the \(limit) tokens that are left in the context window"
        }
    }
}

/// An optional part of a request, which a server may refuse.
enum RequestParameter: Sendable, CaseIterable {
    case temperature, seed, limit, reasoning, schema, cacheKey, cacheMark, usage, stream

    /// The name for people.
    var words: String {
        switch self {
        case .temperature: "temperature"
        case .seed: "seed"
        case .limit: "the limit of tokens"
        case .reasoning: "reasoning"
        case .schema: "the schema of answers"
        case .cacheKey: "prompt_cache_key"
        case .cacheMark: "cache_control"
        case .usage: "stream_options"
        case .stream: "stream"
        }
    }

    /// The names under which servers speak of the parameter, in lower case.
    var names: Set<String> {
        switch self {
        case .temperature: ["temperature"]
        case .seed: ["seed"]
        case .limit: ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxoutputtokens"]
        case .reasoning:
            [
                "reasoning_effort", "reasoning", "thinking", "thinkingconfig", "thinking_config", "thinkingbudget", "thinking_budget", "thinkinglevel",
                "thinking_level", "budget_tokens", "effort",
            ]
        case .schema:
            [
                "response_format", "json_schema", "tool_choice", "tools", "output_config", "output_format", "responsejsonschema", "response_json_schema",
                "responseschema", "response_schema", "responsemimetype", "response_mime_type", "text.format", "format",
            ]
        case .cacheKey: ["prompt_cache_key"]
        case .cacheMark: ["cache_control"]
        case .usage: ["stream_options", "include_usage"]
        case .stream: ["stream"]
        }
    }
}

extension RequestShape {
    /// Whether requests have a parameter.
    func sends(_ parameter: RequestParameter) -> Bool {
        switch parameter {
        case .temperature: sendsTemperature
        case .seed: sendsSeed
        case .limit: true
        case .reasoning: reasoning != nil
        case .schema: schema != .none
        case .cacheKey: sendsCacheKey
        case .cacheMark: marksCache
        case .usage: asksForUsage
        case .stream: streams
        }
    }

    /// The shape with a change; nil when it makes no difference, so that nothing is tried twice.
    func applying(_ change: ShapeChange) -> RequestShape? {
        var shape = self
        switch change {
        case .drop(.temperature): shape.sendsTemperature = false
        case .drop(.seed): shape.sendsSeed = false
        case .drop(.limit): break
        case .drop(.reasoning): shape.reasoning = nil
        case .drop(.schema): shape.schema = .none
        case .drop(.cacheKey): shape.sendsCacheKey = false
        case .drop(.cacheMark): shape.marksCache = false
        case .drop(.usage): shape.asksForUsage = false
        case .drop(.stream): shape.streams = false
        case .rename(let name): shape.limitName = name
        case .cap(let limit), .fit(let limit): shape.largestOutput = min(limit, largestOutput ?? limit)
        case .adaptive: shape.thinking = .adaptive
        }
        return shape == self ? nil : shape
    }
}
