import AssayCore

/// Asks models on behalf of one attempt: counts tokens, holds the budget, records every call.
actor Conversation {
    private let client: any ModelClient
    private let events: any EventSink
    private let settings: PipelineSettings
    private let context: TaskContext
    private let seed: Int
    private var calls = 0
    private(set) var used = TokenUsage()

    init(
        client: any ModelClient, events: any EventSink, settings: PipelineSettings,
        context: TaskContext, seed: Int
    ) {
        self.client = client
        self.events = events
        self.settings = settings
        self.context = context
        self.seed = seed
    }

    /// Asks the model of a role; throws `budget` before a call that could exceed the budget.
    func ask(
        _ role: Role, _ phase: Phase, _ instruction: String, maxTokens: Int? = nil,
        temperature: Double? = nil, schema: JSONValue? = nil
    ) async throws -> String {
        let messages = [
            ModelMessage(.system, context.system),
            ModelMessage(.user, context.text + "\n\n" + instruction),
        ]
        let limit = maxTokens ?? settings.maxTokens
        // Three characters a token is below what code models need: a safe worst case.
        let worst = messages.reduce(limit) { $0 + $1.content.utf8.count / 3 }
        guard used.total + worst <= settings.tokensPerTask else {
            throw ModelError(
                .budget, "the next call could exceed the task's budget of \(settings.tokensPerTask) tokens")
        }
        let request = ModelRequest(
            model: settings.model(role), messages: messages, maxTokens: limit,
            temperature: temperature ?? settings.temperature, seed: seed * 1000 + calls, schema: schema)
        calls += 1
        do {
            let reply = try await client.complete(request)
            used = used + reply.usage
            try await events.record(
                .call(ModelCall(phase: phase, role: role, request: request, reply: reply)))
            return reply.text
        } catch let error as ModelError {
            try await events.record(
                .call(
                    ModelCall(
                        phase: phase, role: role, request: request, reply: nil, error: error.message)))
            throw error
        }
    }
}
