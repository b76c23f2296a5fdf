import AssayCore
import AssaySupport

/// Asks models on behalf of one attempt: counts tokens, holds the budget, records every call.
actor Conversation {
    private let client: any ModelClient
    private let events: any EventSink
    private var settings: PipelineSettings
    private var context: TaskContext
    private var builder: ContextBuilder
    /// The files that the prompts show.
    private var tree: FileTree
    private var focus = ContextFocus()
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
    /// What is known of the context windows of models that were asked for it.
    private var windows: [String: Window] = [:]
    private struct Window { let size: Int? }

    init(
        client: any ModelClient, events: any EventSink, settings: PipelineSettings,
        context: TaskContext, builder: ContextBuilder, seed: Int, earlier: EarlierCalls
    ) {
        self.earlier = earlier
        self.client = client
        self.events = events
        self.settings = settings
        self.context = context
        self.builder = builder
        tree = context.brief.start
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

    /// Shows another tree of a repository from now on, or looks at other files of it; omitted ones stay as they are.
    ///
    /// The prompts of a suite's task begin alike whatever has become of its files.
    func show(_ tree: FileTree? = nil, focus: ContextFocus? = nil) throws(HarnessError) {
        let tree = builder.brief.isOpen ? tree : nil
        guard tree.map({ $0 != self.tree }) ?? false || focus.map({ $0 != self.focus }) ?? false else { return }
        (self.tree, self.focus) = (tree ?? self.tree, focus ?? self.focus)
        context = try builder.context(of: self.tree, tokens: contextTokens, focus: self.focus)
    }

    /// The context window of the model of a role in tokens; nil when nothing is known of it.
    func contextWindow(of role: Role) async -> Int? {
        let model = settings.model(role)
        if let known = windows[model] { return known.size }
        let size = await client.contextWindow(of: model)
        windows[model] = Window(size: size)
        return size
    }

    /// Asks the model of a role; a prompt that is too long for it is tried again with less of the task's files.
    ///
    /// `maxTokens` is the limit of the answer for models that have no limit of their own in the phase. The instruction follows
    /// the task's statement and files, unless it stands alone. Throws `budget` before a call that could exceed the budget.
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
            let messages = [
                ModelMessage(.system, context.system),
                isAlone ? ModelMessage(.user, instruction) : ModelMessage(.user, stable: context.text + "\n\n", instruction),
            ]
            let question = Inquiry(
                role: role, phase: phase, messages: messages, maxTokens: maxTokens, temperature: temperature, schema: schema, files: files)
            do {
                let reply = try await whole(once(question), of: question)
                if let end = reply.end { ends[end, default: 0] += 1 }
                return reply
            } catch let error as ModelError where !isAlone && error.code == .contextLength && contextTokens / 2 >= Self.leastContext {
                contextTokens /= 2
                context = try builder.context(of: tree, tokens: contextTokens, focus: focus)
                try await events.record(
                    .phase(phase, note: "too long for \(settings.model(role)): the task's files are cut to about \(contextTokens) tokens"))
            }
        }
    }

    /// What a model is asked in one call.
    private struct Inquiry {
        let role: Role
        let phase: Phase
        var messages: [ModelMessage]
        /// The limit of the answer for models without one of their own.
        let maxTokens: Int?
        let temperature: Double?
        var schema: JSONValue?
        let files: FileTree?
    }

    /// The reply with the rest of an answer that was cut at its limit, if the model is to be asked for it.
    private func whole(_ reply: ModelReply, of question: Inquiry) async throws -> ModelReply {
        let model = settings.model(question.role)
        guard reply.end == .length, settings.models?[model]?.continuesCut == true, ContinuedAnswer.canContinue(reply.text) else { return reply }
        var next = question
        // Some models refuse a conversation that ends with their own turn, so an instruction follows it.
        next.messages += [ModelMessage(.assistant, reply.text), ModelMessage(.user, try settings.prompts.render("continue", [:]))]
        // A schema would make the model begin again.
        next.schema = nil
        do {
            let rest = try await once(next)
            var joined = reply
            joined.text = ContinuedAnswer.joined(reply.text, rest.text)
            joined.usage = reply.usage + rest.usage
            joined.seconds += rest.seconds
            joined.finish = rest.finish
            let end = rest.end == .length ? "cut again: raise max_output_tokens of \(model)" : "continued"
            try await events.record(.phase(question.phase, note: "the answer was cut at its limit of tokens and \(end)"))
            return joined
        } catch let error as ModelError where error.code == .budget || error.code == .contextLength {
            try await events.record(.phase(question.phase, note: "the answer was cut at its limit of tokens and is not continued: \(error.message)"))
            return reply
        }
    }

    /// The share of the attempt's budgets that is used, 1 for all.
    var used: Double { spending.share(ofTokens: settings.tokensPerTask, money: settings.moneyPerTask) }

    /// The request that asks a question, within what the model, its window and the budget have room for.
    private func request(_ question: Inquiry) async -> ModelRequest {
        let model = settings.model(question.role)
        let small = question.maxTokens ?? settings.maxTokens
        let own = settings.outputLimit(of: model, in: question.phase)
        let window = own == nil ? nil : await contextWindow(of: question.role)
        var request = ModelRequest(
            model: model, messages: question.messages, maxTokens: own ?? small,
            temperature: settings.models?[model]?.temperature ?? question.temperature ?? settings.temperature, seed: seed * 1000 + calls,
            schema: question.schema, files: question.files)
        if let own {
            let prompt = request.worstTokens - request.maxTokens
            let room = min(
                window.map { $0 - prompt } ?? own, spending.room(for: request, tokens: settings.tokensPerTask, money: settings.moneyPerTask))
            // A limit is only a ceiling: it gives way before a call is given up, down to what a small model would get.
            request.maxTokens = max(min(own, small), min(own, room))
        }
        return request
    }

    private func once(_ question: Inquiry) async throws -> ModelReply {
        let request = await request(question)
        let (phase, role) = (question.phase, question.role)
        if let stored = earlier.take(request) {
            calls += 1
            spending.add(stored.reply.usage, of: request.model)
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
            spending.add(reply.usage, of: request.model)
            try await events.record(.call(call(reply)))
            for note in reply.notes ?? [] { try await events.record(.phase(phase, note: note)) }
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
}
