import AssaySupport

/// The conversation with one client: what was agreed, what is under way, and which folders may be read.
///
/// An actor, because messages, finished calls and the client's answers come from many tasks.
actor Session {
    /// What becomes of a message.
    enum Reply: Sendable {
        /// No answer is due.
        case none
        case now(JSONValue)
        /// The answer comes later; nil where the client has taken its request back.
        case later(Task<JSONValue?, Never>)
    }

    /// How many calls work at a time.
    static let mostWorking = 4
    /// How many calls work or wait; more are refused.
    static let mostOpen = 32

    private let tools: [any Tool]
    private let writer: MessageWriter
    private let client: ClientRoots
    private let slots = Slots(mostWorking)
    private var version: ProtocolVersion?
    private var open: [MessageID: Task<JSONValue?, Never>] = [:]

    init(tools: [any Tool], writer: MessageWriter, roots: RootFolders, isBound: Bool) {
        self.tools = tools
        self.writer = writer
        client = ClientRoots(own: roots, isBound: isBound, writer: writer)
    }

    /// Takes one value from the client and answers what is to be answered.
    func receive(_ value: JSONValue) async {
        guard case .array(let messages) = value else { return await send(handle(IncomingMessage(value))) }
        guard version?.hasBatches == true, !messages.isEmpty, messages.count <= Self.mostOpen else {
            let error = RPCError(.invalidRequest, "a message is one JSON object; batches are not part of this revision of the protocol")
            return writer.send(MessageWriter.failure(nil, error))
        }
        var replies: [Reply] = []
        for message in messages { replies.append(await handle(IncomingMessage(message))) }
        let due = replies
        Task { [writer] in
            var answers: [JSONValue] = []
            for reply in due {
                switch reply {
                case .none: continue
                case .now(let answer): answers.append(answer)
                case .later(let task): if let answer = await task.value { answers.append(answer) }
                }
            }
            if !answers.isEmpty { writer.send(.array(answers)) }
        }
    }

    /// Ends all that is under way, and waits until it has ended.
    func end() async {
        await client.end()
        let tasks = Array(open.values)
        for task in tasks { task.cancel() }
        for task in tasks { _ = await task.value }
    }

    private func send(_ reply: Reply) {
        switch reply {
        case .none: return
        case .now(let answer): writer.send(answer)
        case .later(let task): Task { [writer] in if let answer = await task.value { writer.send(answer) } }
        }
    }

    private func handle(_ message: IncomingMessage) async -> Reply {
        switch message {
        case .invalid(let id, let error): return .now(MessageWriter.failure(id, error))
        case .response(let id, let result):
            await client.answered(id, result)
            return .none
        case .notification(let method, let params):
            await notice(method, params)
            return .none
        case .request(let id, let method, let params):
            do {
                if method == "tools/call" { return .later(try call(id, params)) }
                return .now(MessageWriter.response(id, try await answer(method, params)))
            } catch {
                return .now(MessageWriter.failure(id, error))
            }
        }
    }

    private func notice(_ method: String, _ params: JSONValue) async {
        switch method {
        case "notifications/cancelled": params["requestId"].flatMap(MessageID.init).flatMap { open[$0] }?.cancel()
        case "notifications/roots/list_changed": await client.forget()
        // Others need nothing from us, and what is not known is no error.
        default: return
        }
    }

    private func answer(_ method: String, _ params: JSONValue) async throws(RPCError) -> JSONValue {
        switch method {
        case "ping": return [:]
        case "initialize": return try await initialize(params)
        case "tools/list":
            let version = try agreed()
            guard params["cursor"] == nil else { throw RPCError(.invalidParams, "there is only one page of tools") }
            return ["tools": .array(tools.map { $0.listing(for: version) })]
        default: throw RPCError(.methodNotFound, "'\(TerminalText.line(method, limit: 80))' is not a method of this server")
        }
    }

    private func agreed() throws(RPCError) -> ProtocolVersion {
        guard let version else { throw RPCError(.invalidRequest, "the first request must be 'initialize'") }
        return version
    }

    private func initialize(_ params: JSONValue) async throws(RPCError) -> JSONValue {
        guard version == nil else { throw RPCError(.invalidRequest, "the session is initialized already") }
        guard let asked = params["protocolVersion"]?.text else { throw RPCError(.invalidParams, "\"protocolVersion\" must be a text") }
        let version = ProtocolVersion.negotiated(asked)
        self.version = version
        await client.set(hasRoots: params["capabilities"]?["roots"]?.object != nil)
        return [
            "protocolVersion": .string(version.rawValue), "capabilities": ["tools": ["listChanged": false]],
            "serverInfo": ["name": "assay", "title": "Assay", "version": .string(AssayVersion.current)],
            "instructions": """
            Assay builds and tests code in a sandbox without network and says what its verdict is worth. Call 'verify' after each change, \
            and again until the verdict is 'passed'; 'explain_finding' explains the words of a report.
            """,
        ]
    }
}

// MARK: Calls

extension Session {
    /// Begins a call of a tool.
    private func call(_ id: MessageID, _ params: JSONValue) throws(RPCError) -> Task<JSONValue?, Never> {
        let version = try agreed()
        guard let name = params["name"]?.text else { throw RPCError(.invalidParams, "\"name\" must be the name of a tool") }
        guard let tool = tools.first(where: { $0.name == name }) else {
            throw RPCError(.invalidParams, "'\(TerminalText.line(name, limit: 80))' is not a tool; known: \(tools.map(\.name).joined(separator: ", "))")
        }
        guard open[id] == nil else { throw RPCError(.invalidRequest, "a request with this id is under way") }
        guard open.count < Self.mostOpen else { throw RPCError(.busy, "\(open.count) calls are under way; wait for one to end") }
        let arguments = try ToolArguments(params["arguments"] ?? [:], of: tool)
        let context = CallContext(
            roots: { [client] in try await client.folders() }, progress: CallProgress(token: params["_meta"]?["progressToken"], writer: writer))
        let task = Task { await self.answer(id, in: version) { try await tool.call(arguments, context) } }
        open[id] = task
        return task
    }

    /// Answers a request by what a tool does in its turn; nil where the client has taken the request back.
    private func answer(_ id: MessageID, in version: ProtocolVersion, by work: @Sendable () async throws -> ToolAnswer) async -> JSONValue? {
        defer { open[id] = nil }
        let answer: ToolAnswer
        do {
            answer = try await slots.run(orThrow: CancellationError() as any Error, work)
        } catch {
            answer = ToolAnswer(error: error)
        }
        return Task.isCancelled ? nil : MessageWriter.response(id, answer.result(for: version))
    }
}
