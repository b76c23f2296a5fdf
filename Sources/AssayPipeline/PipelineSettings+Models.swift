package import AssayCore

extension PipelineSettings {
    /// The smallest number of tokens of the task's files that prompts show.
    private static let leastContext = 200

    /// The limit of tokens of one answer in a phase where a model has limits of its own; nil where the pipeline's hold.
    func outputLimit(of model: String, in phase: Phase) -> Int? { models?[model]?.outputLimits?[phase] }

    /// The part of a failed answer that the next prompt shows the model of a role.
    func retry(_ role: Role) -> RetryStrategy { models?[model(role)]?.retry ?? retry }

    /// The settings with as much context as the windows of the models that are asked have room for, if the configuration leaves that open.
    ///
    /// A prompt gets at most a quarter of the smallest window (half of a small model's), the rest being for instructions and
    /// answers, and at most a fifth of the budget of tokens, but no less than usual where the window allows it.
    package func fitted(to client: any ModelClient) async -> PipelineSettings {
        guard contextFollowsWindow == true else { return self }
        var settings = self
        var most = max(contextTokens, tokensPerTask / 5)
        for model in asked.sorted() {
            // Small models do not get better by more context, and their answers are short.
            let isSmall = models?[model]?.outputLimits == nil
            let window = await client.contextWindow(of: model)
            if isSmall || window == nil { most = min(most, contextTokens) }
            if let window { most = min(most, window / (isSmall ? 2 : 4)) }
        }
        settings.contextTokens = max(Self.leastContext, most)
        return settings
    }

    /// Leaves to the pipeline's own settings what only presets say of the models; `own` is what the configuration says of them.
    package mutating func overrulePresets(_ own: [String: ModelTraits], maxTokens isLimited: Bool, retry isRetrySet: Bool) {
        for model in models?.keys.sorted() ?? [] {
            if isLimited, own[model]?.outputLimits == nil { models?[model]?.outputLimits?.standard = nil }
            if isRetrySet, own[model]?.retry == nil { models?[model]?.retry = nil }
        }
    }
}
