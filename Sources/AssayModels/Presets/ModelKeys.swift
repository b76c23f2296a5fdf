import AssayCore
import AssaySupport

/// The configuration keys that say how a model is asked; what is left out has the value of the model's preset.
enum ModelKeys {
    private static let limit = SettingKind.integer(16...1_000_000)
    private static let none = "none"

    static let contextWindow = SettingKey("context_window", .integer(512...100_000_000))
    static let outputTokens = SettingKey(
        "max_output_tokens",
        .either([limit, .mapping(([OutputLimits.defaultName] + OutputLimits.askingPhases.map(\.rawValue)).map { SettingKey($0, limit) })]))
    static let temperature = SettingKey("temperature", .either([.number(0...2), .choice([none])]))
    static let seed = SettingKey("seed", .choice(["send", none]))
    static let limitName = SettingKey("limit_name", .choice(RequestShape.LimitName.allCases.map(\.rawValue)))
    static let reasoning = SettingKey(
        "reasoning",
        .mapping([
            SettingKey("effort", .choice(Reasoning.Effort.allCases.map(\.rawValue))), SettingKey("budget_tokens", .integer(1024...1_000_000)),
        ]))
    static let retry = SettingKey("retry", .choice(RetryStrategy.allCases.map(\.rawValue)))
    static let concurrency = SettingKey("concurrency", .integer(1...1024), fallback: .integer(usualConcurrency))
    static let usualConcurrency = 8
    static let continueCut = SettingKey("continue_cut", .boolean)

    /// The keys that the pipeline acts on; they mean the same for every model.
    static let traits = [outputTokens, temperature, retry, continueCut]
    /// All keys of a model behind an HTTP interface.
    static let all = [contextWindow] + traits + [seed, limitName, reasoning, concurrency]

    /// What the values of the keys say to the pipeline; nil where they say nothing.
    static func traits(_ values: SettingValues) -> ModelTraits {
        ModelTraits(
            outputLimits: limits(values[outputTokens.name]), temperature: values.number(temperature.name),
            retry: values.text(retry.name).flatMap(RetryStrategy.init), continuesCut: values.flag(continueCut.name))
    }

    /// How many requests may be under way at once.
    static func concurrency(_ values: SettingValues) -> Int { values.integer(concurrency.name) ?? usualConcurrency }

    /// The thinking that the values ask for; nil for the provider's default.
    static func reasoning(_ values: SettingValues) -> Reasoning? {
        let own = values.mapping(reasoning.name)
        if case .text(let word)? = own["effort"], let effort = Reasoning.Effort(rawValue: word) { return .effort(effort) }
        if case .integer(let tokens)? = own["budget_tokens"] { return .budget(tokens) }
        return nil
    }

    /// Overrides a shape with what the values say.
    static func apply(_ values: SettingValues, to shape: inout RequestShape) {
        if values.text(temperature.name) == none { shape.sendsTemperature = false }
        if values.number(temperature.name) != nil { shape.sendsTemperature = true }
        if let word = values.text(seed.name) { shape.sendsSeed = word != none }
        if let name = values.text(limitName.name).flatMap(RequestShape.LimitName.init) { shape.limitName = name }
        shape.reasoning = reasoning(values)
    }

    private static func limits(_ value: SettingValue?) -> OutputLimits? {
        switch value {
        case .integer(let limit): return OutputLimits(limit)
        case .mapping(let values):
            let limits = values.compactMapValues { value in if case .integer(let limit) = value { limit } else { nil } }
            return OutputLimits(limits[OutputLimits.defaultName], phases: limits.filter { $0.key != OutputLimits.defaultName })
        default: return nil
        }
    }
}
