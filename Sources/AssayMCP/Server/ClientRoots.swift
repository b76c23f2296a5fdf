import AssaySupport

/// The folders that the client lets the server read, asked for when they are first needed.
///
/// An actor, because calls wait here for an answer that another task brings.
actor ClientRoots {
    /// How many seconds the client has to say its roots.
    private static let patience = 30.0

    private let own: RootFolders
    /// Whether the own folders bound what the client may name, because the user has named them.
    private let isBound: Bool
    private let writer: MessageWriter
    private var hasRoots = false
    private var known: RootFolders?
    private var requests = 0
    private var callers = 0
    private var waiting: [Int: (id: MessageID, caller: CheckedContinuation<JSONValue?, Never>)] = [:]
    /// The request that has no answer yet.
    private var current: MessageID?

    init(own: RootFolders, isBound: Bool, writer: MessageWriter) {
        self.own = own
        self.isBound = isBound
        self.writer = writer
    }

    /// Keeps whether the client can be asked.
    func set(hasRoots: Bool) { self.hasRoots = hasRoots }

    /// Forgets what the client said, as it says otherwise now.
    func forget() {
        known = nil
        current = nil
    }

    /// Returns the folders, asking for them where they are not known.
    func folders() async throws -> RootFolders {
        guard hasRoots else { return own }
        if let known { return known }
        let answer = await ask()
        try Task.checkCancellation()
        guard let answer else { throw ToolError("the client has not said which folders are its roots, so nothing can be read") }
        let folders = RootFolders(answer: answer, within: isBound ? own : nil)
        if folders.folders.isEmpty {
            throw ToolError("none of the client's roots can be read here\(isBound ? ", as --root allows only \(own.folders.listed(atMost: 3))" : "")")
        }
        known = folders
        return folders
    }

    /// Takes an answer of the client; one that nobody waits for is dropped.
    func answered(_ id: MessageID, _ result: JSONValue?) {
        if current == id { current = nil }
        for (number, wait) in waiting where wait.id == id { wake(number, result) }
    }

    /// Tells all who wait that no answer will come.
    func end() { for number in waiting.keys { wake(number, nil) } }

    private func wake(_ number: Int, _ result: JSONValue?) { waiting.removeValue(forKey: number)?.caller.resume(returning: result) }

    /// The client's answer; nil without one in time, and where the caller is cancelled.
    private func ask() async -> JSONValue? {
        let id = request()
        callers += 1
        let number = callers
        let alarm = Task {
            try await Task.sleep(for: .seconds(Self.patience))
            self.answered(id, nil)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                // A cancellation that came before this line has found nobody to wake.
                if Task.isCancelled { caller.resume(returning: nil) } else { waiting[number] = (id, caller) }
            }
        } onCancel: {
            Task { await self.wake(number, nil) }
        }
    }

    /// The request that waits for an answer, sent unless it was.
    private func request() -> MessageID {
        if let current { return current }
        requests += 1
        let id = MessageID(own: requests)
        current = id
        writer.send(MessageWriter.request(id, "roots/list"))
        return id
    }
}
