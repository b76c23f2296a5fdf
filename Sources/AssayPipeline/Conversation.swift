import AssayCore
import AssaySupport

/// Asks models on behalf of one attempt: counts tokens, holds the budget, records every call.
actor Conversation {
    private let client: any ModelClient
    private let events: any EventSink
    private var settings: PipelineSettings
    private var context: TaskContext
    /// About how many tokens of the task's files are shown.
    private var contextTokens: Int
    /// The smallest number of tokens to which the files are cut; fewer would be of no use.
    private static let leastContext = 200
    private let seed: Int
    /// The stored answers to earlier tries of the attempt.
    private var earlier: EarlierCalls
    /// The number of calls, including failed ones.
    private(set) var calls = 0
    /// Models that answered with changes which could not be made; they are asked for whole files from then on.
    private var withoutEdits: Set<String> = []
    private(set) var spending: Spending
    /// The number of answers by the way in which they ended.
    private(set) var ends: [AnswerEnd: Int] = [:]

    init(
        client: any ModelClient, events: any EventSink, settings: PipelineSettings,
        context: TaskContext, seed: Int, earlier: EarlierCalls
    ) {
        self.earlier = earlier
        self.client = client
        self.events = events
        self.settings = settings
        self.context = context
        contextTokens = settings.contextTokens
        self.seed = seed
        spending = Spending(prices: settings.prices)
        for request in earlier.lost { spending.addLost(request) }
    }

    /// The edit format for the model of a role: as configured, unless the model failed at it.
    func editFormat(_ role: Role) -> EditFormat { withoutEdits.contains(settings.model(role)) ? .whole : settings.editFormat(role) }

    /// Asks the model of a role for whole files from now on.
    func giveUpEdits(_ role: Role) { withoutEdits.insert(settings.model(role)) }

    /// Lets another model fix from now on.
    func escalate(to model: String) { settings.roles[Role.fixer.rawValue] = model }

    /// Shows a repository as it is now from here on; the prompts of a suite's task begin alike whatever its files have become.
    func show(_ tree: FileTree) throws(HarnessError) {
        guard context.brief.isOpen, context.brief.start != tree else { return }
        var brief = context.brief
        brief.start = tree
        context = try TaskContext(brief, tokens: contextTokens, prompts: settings.prompts)
    }

    /// Asks the model of a role; a prompt that is too long for it is tried again with less of the task's files.
    ///
    /// The instruction follows the task's statement and files, unless it stands alone. Throws `budget` before a call that could
    /// exceed the budget.
    func ask(
        _ role: Role, _ phase: Phase, _ instruction: String, maxTokens: Int? = nil,
        temperature: Double? = nil, schema: JSONValue? = nil, isAlone: Bool = false
    ) async throws -> String {
        try await reply(role, phase, instruction, maxTokens: maxTokens, temperature: temperature, schema: schema, isAlone: isAlone).text
    }

    /// Asks as `ask` does and returns the whole reply; a command finds the files in its folder.
    func reply(
        _ role: Role, _ phase: Phase, _ instruction: String, maxTokens: Int? = nil,
        temperature: Double? = nil, schema: JSONValue? = nil, files: FileTree? = nil,
        isAlone: Bool = false
    ) async throws -> ModelReply {
        while true {
            do {
                return try await once(
                    role, phase, instruction, maxTokens: maxTokens, temperature: temperature, schema: schema, files: files, isAlone: isAlone)
            } catch let error as ModelError where !isAlone && error.code == .contextLength && contextTokens / 2 >= Self.leastContext {
                contextTokens /= 2
                context = try TaskContext(context.brief, tokens: contextTokens, prompts: settings.prompts)
                try await events.record(
                    .phase(phase, note: "too long for \(settings.model(role)): the task's files are cut to about \(contextTokens) tokens"))
            }
        }
    }

    private func once(
        _ role: Role, _ phase: Phase, _ instruction: String, maxTokens: Int?, temperature: Double?, schema: JSONValue?,
        files: FileTree?, isAlone: Bool
    ) async throws -> ModelReply {
        let messages = [
            ModelMessage(.system, context.system),
            isAlone ? ModelMessage(.user, instruction) : ModelMessage(.user, stable: context.text + "\n\n", instruction),
        ]
        let request = ModelRequest(
            model: settings.model(role), messages: messages, maxTokens: maxTokens ?? settings.maxTokens,
            temperature: temperature ?? settings.temperature, seed: seed * 1000 + calls, schema: schema, files: files)
        if let stored = earlier.take(request) {
            calls += 1
            count(stored.reply, of: request)
            try await events.record(.reused(ModelCall(phase: phase, role: role, request: request, reply: stored.reply), stored: stored.id))
            return stored.reply
        }
        try keepBudget(request)
        calls += 1
        func call(_ reply: ModelReply? = nil, _ error: ModelError? = nil) -> ModelCall {
            ModelCall(phase: phase, role: role, request: request, reply: reply, error: error?.message, isLost: error?.mayBePaid ?? false)
        }
        try await events.record(.sent(call()))
        do {
            let reply = try await client.complete(request)
            count(reply, of: request)
            try await events.record(.call(call(reply)))
            return reply
        } catch let error as ModelError {
            if error.mayBePaid { spending.addLost(request) }
            try await events.record(.call(call(nil, error)))
            throw error
        }
    }

    /// Throws `budget` when the call could exceed what the attempt may spend.
    private func keepBudget(_ request: ModelRequest) throws(ModelError) {
        guard spending.allows(request, tokens: settings.tokensPerTask) else {
            throw ModelError(
                .budget, "the next call could exceed the task's budget of \(settings.tokensPerTask) tokens")
        }
        guard let limit = settings.moneyPerTask else { return }
        guard spending.allows(request, money: limit) else {
            let currency = settings.prices?.currency ?? ""
            throw ModelError(
                .budget, "the next call could exceed the task's budget of \(Text.decimal(limit, 4)) \(currency)".trimmedEnd)
        }
    }

    private func count(_ reply: ModelReply, of request: ModelRequest) {
        spending.add(reply.usage, of: request.model)
        if let end = reply.end { ends[end, default: 0] += 1 }
    }
}
