import AssayCore

/// What is known of a model by its provider and name, so that a user has to name only these.
///
/// The facts were read in November 2026 from the providers' public documentation and clients; docs/model-settings.md names the pages.
/// A parameter that is left out is never refused, so doubts are settled by leaving it out; what is refused all the same is
/// left out by `ParameterRefusal`.
struct ModelPreset: Sendable, Equatable {
    /// The parameters of its requests.
    var shape: RequestShape
    /// The context window in tokens; nil when it is not known.
    var window: Int?
    /// What the pipeline does differently for it.
    var traits: ModelTraits
    /// Whether the model has only OpenAI's responses, not its chat completions.
    private(set) var needsResponses = false
    /// Whether the configuration asks for thoughts, which then count among the output tokens.
    private let isToldToThink: Bool

    /// The limits of models that do not think: answers of code may be long, others need not.
    private static let plainLimits = OutputLimits(16_000, phases: ["analyze": 4000, "plan": 8000, "review": 8000])
    /// The limits of models that think, whose thoughts count; OpenAI advises to leave room for 25,000 tokens at first.
    private static let thinkingLimits = OutputLimits(32_000, phases: ["analyze": 25_000, "plan": 25_000, "review": 25_000])

    /// Makes the preset of a model; `isHome` says that the provider's own servers are asked.
    init(_ interface: ModelInterface, model: String, isHome: Bool, reasoning: Reasoning? = nil) {
        // Routers name models `provider/model`, and OpenAI's fine-tuned ones are named `ft:model:…`.
        let path = model.lowercased().split(separator: "/").last.map(String.init) ?? ""
        let name = path.hasPrefix("ft:") ? String(path.dropFirst(3)) : path
        (shape, window, traits) = (RequestShape(interface), nil, ModelTraits())
        isToldToThink = reasoning.map { $0.tokens > 0 } ?? false
        if name.contains("claude") {
            claude(Self.numbers(in: name.split(separator: "claude", omittingEmptySubsequences: false).last ?? ""), interface)
        } else if name.hasPrefix("gemini") {
            gemini(name, interface)
        } else if Self.isOpenAI(name) || isHome && (interface == .openAIChat || interface == .openAIResponses) {
            openAI(name)
        } else {
            unknown(name)
        }
        shape.sendsCacheKey = isHome && (interface == .openAIChat || interface == .openAIResponses)
    }

    /// Sets what strong models have in common: room for long answers, their own failed code in fix prompts.
    private mutating func strong(thinks: Bool, window: Int?, largestOutput: Int?) {
        let limits = thinks || isToldToThink ? Self.thinkingLimits : Self.plainLimits
        self.window = window
        shape.largestOutput = largestOutput
        traits = ModelTraits(outputLimits: largestOutput.map(limits.capped) ?? limits, retry: .showCode, continuesCut: true)
    }

    /// Models of which nothing is known but the name: small ones by the number of parameters in it keep the pipeline's limits.
    private mutating func unknown(_ name: String) {
        if Self.billions(in: name).map({ $0 <= 4 }) ?? false { return }
        strong(thinks: false, window: nil, largestOutput: nil)
    }

    /// Claude: from 4.7 no sampling parameters, from 4.6 adaptive thinking, from 4.5 output formats.
    private mutating func claude(_ numbers: [Int], _ interface: ModelInterface) {
        let major = numbers.first ?? .max
        // `claude-opus-4-20250514` is 4.0; an unknown future name is taken for the newest.
        let minor = numbers.count > 1 ? numbers[1] : numbers.isEmpty ? .max : 0
        func isAtLeast(_ wantedMajor: Int, _ wantedMinor: Int) -> Bool { (major, minor) >= (wantedMajor, wantedMinor) }
        let largest = isAtLeast(4, 6) ? 64_000 : isAtLeast(3, 7) ? 32_000 : isAtLeast(3, 5) ? 8192 : 4096
        strong(thinks: isAtLeast(4, 7), window: isAtLeast(4, 6) ? 1_000_000 : 200_000, largestOutput: largest)
        shape.sendsTemperature = !isAtLeast(4, 7)
        guard interface == .anthropic else { return }
        shape.thinking = isAtLeast(4, 6) ? .adaptive : .budget
        shape.schema = isAtLeast(4, 5) ? .format : .tool
    }

    /// Gemini: from 3 a level of thinking, and the temperature is to stay at its default; 2.5 takes a number of tokens.
    private mutating func gemini(_ name: String, _ interface: ModelInterface) {
        // `gemini-flash-latest` has no number: the newest.
        let major = Self.numbers(in: name[...]).first ?? .max
        let thinks = !name.hasPrefix("gemini-2.0") && major >= 2
        strong(thinks: thinks, window: 1_048_576, largestOutput: thinks ? 65_536 : 8192)
        if major >= 3 { shape.sendsTemperature = false }
        if interface == .gemini { shape.thinking = major >= 3 ? .level : .budget }
    }

    /// OpenAI: reasoning models (o-series, GPT-5 and later) take neither temperature nor `max_tokens`.
    private mutating func openAI(_ name: String) {
        let version = Self.numbers(in: name.split(separator: "gpt-").last ?? "").first
        let isOld = name.hasPrefix("gpt-3") || name.hasPrefix("gpt-4") || name.hasPrefix("chatgpt-4o")
        guard isOld else {
            let isChat = name.hasPrefix("gpt-5-chat")
            let window = version.map { $0 >= 5 } ?? false ? (name.contains("-chat") ? 128_000 : 272_000) : name.hasPrefix("o") ? 200_000 : 128_000
            strong(thinks: !name.contains("-chat"), window: window, largestOutput: name.contains("-chat") ? 16_384 : 100_000)
            shape.limitName = .maxCompletionTokens
            shape.sendsTemperature = isChat
            // OpenAI calls the seed deprecated, and thoughts are sampled at a temperature of 1 anyway.
            shape.sendsSeed = shape.sendsSeed && isChat
            needsResponses = ["-codex", "-pro", "deep-research"].contains { name.contains($0) } || name.hasPrefix("codex")
            return
        }
        let isLong = name.hasPrefix("gpt-4.1")
        let isOmni = name.hasPrefix("gpt-4o") || name.hasPrefix("chatgpt-4o")
        let isTurbo = name.firstMatch(of: /^gpt-4-(?:turbo|1106|0125|vision)/) != nil
        let window = isLong ? 1_047_576 : isOmni || isTurbo ? 128_000 : name.hasPrefix("gpt-4") ? 8192 : 16_385
        strong(thinks: false, window: window, largestOutput: isLong ? 32_768 : isOmni ? 16_384 : 4096)
        // Schemas came with GPT-4o.
        if !isLong, !isOmni { shape.schema = .none }
    }

    /// Whether a name is one of OpenAI's own models; `gpt-oss` runs on anybody's server and is not.
    private static func isOpenAI(_ name: String) -> Bool {
        name.firstMatch(of: /^(?:gpt-\d|chatgpt-|codex-|o\d(?:$|-))/) != nil
    }

    /// The numbers of a version in a name, without dates: `4` and `5` of `-sonnet-4-5-20250929`.
    private static func numbers(in name: Substring) -> [Int] {
        name.matches(of: /(?:^|[-.a-z])(\d{1,2})(?![0-9])/).compactMap { Int($0.1) }
    }

    /// The number of parameters that a name tells, in billions: 1.5 of `qwen2.5-coder-1.5b`.
    private static func billions(in name: String) -> Double? {
        name.firstMatch(of: /(?:^|[^0-9a-z.])(\d+(?:\.\d+)?)b(?![a-z0-9])/).flatMap { Double($0.1) }
    }
}
