/// Asks one model one question.
package protocol ModelClient: Sendable {
    /// Returns the model's answer, or throws when none could be had.
    func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply
    /// Returns the context window of a configured model in tokens, prompt and answer together; nil when nothing is known of it.
    func contextWindow(of model: String) async -> Int?
}

extension ModelClient {
    /// Nil: nothing is known of the model.
    package func contextWindow(of model: String) async -> Int? { nil }
}

/// Judges a candidate; its findings come back as a report, never as an error.
package protocol Verifier: Sendable {
    /// Runs single calls on a candidate and returns their results; nil when the verifier cannot do that.
    func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]?
    /// Runs one more test file on a candidate and returns how it ended; nil when the verifier cannot do that.
    func check(_ candidate: Candidate, test source: String) async throws(HarnessError) -> AddedTestOutcome?
    /// Returns those of the given modules that the task's toolchain lacks; nil when that is not known.
    func missing(_ modules: [String]) async throws(HarnessError) -> [String]?
    /// Builds, tests and statically checks the candidate with the checks of one scope.
    func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError)
        -> ReviewReport
}

extension Verifier {
    /// Returns nil: this verifier cannot run further tests.
    package func check(_ candidate: Candidate, test source: String) async throws(HarnessError) -> AddedTestOutcome? { nil }
    /// Returns nil: this verifier cannot tell which modules there are.
    package func missing(_ modules: [String]) async throws(HarnessError) -> [String]? { nil }
}

/// The result of one call of a candidate's function.
package struct ProbeResult: Sendable, Equatable {
    /// The call as an expression of the language.
    package let call: String
    /// The returned value as source text; nil when the call raised or never returned.
    package let value: String?
    /// Makes the result of a call.
    package init(call: String, value: String?) {
        self.call = call
        self.value = value
    }
}

/// How one more test file ended on a candidate.
package enum AddedTestOutcome: Sendable, Equatable {
    /// All of its tests passed.
    case passed
    /// At least one of its tests failed; the text is what the first one says, and empty where it says nothing.
    case failed(String)
    /// None of its tests was run; the text says why, and is empty where that is not known.
    case notRun(String)
}

/// Runs one command behind every layer this machine offers.
package protocol Sandbox: Sendable {
    /// Returns how the command ended; throws only when the jail itself failed.
    func run(_ command: SandboxCommand) async throws(SandboxError) -> SandboxResult
    /// The same, shown to a watch while it runs; a sandbox that cannot show it runs it all the same.
    func run(_ command: SandboxCommand, watch: RunWatch) async throws(SandboxError) -> SandboxResult
    /// Runs two commands whose standard input and output are joined crosswise.
    func runJoined(_ first: SandboxCommand, _ second: SandboxCommand) async throws(SandboxError)
        -> (SandboxResult, SandboxResult)
    /// The settings of the sandbox that a verdict depends on: its policies and the weakest accepted isolation level.
    var identity: String { get }
    /// Whether files that one run made at a path inside the sandbox can be used by a later run at the same path.
    var keepsPlaces: Bool { get async throws(SandboxError) }
}

extension Sandbox {
    /// Runs a command that nobody can be shown.
    package func run(_ command: SandboxCommand, watch: RunWatch) async throws(SandboxError) -> SandboxResult {
        try await run(command)
    }
    /// Whether paths inside are those that mounts name; true unless a sandbox says otherwise.
    package var keepsPlaces: Bool { true }
    /// Empty: nothing of this sandbox has to be part of a cache key.
    package var identity: String { "" }
}

/// Receives what happens during an attempt, in order.
package protocol EventSink: Sendable {
    /// Records one event; a sink that cannot record throws rather than lose it.
    func record(_ event: AttemptEvent) async throws(HarnessError)
}

/// An event sink for callers that keep nothing.
package struct NoEvents: EventSink {
    /// Makes a sink that drops all events.
    package init() {}
    /// Drops the event.
    package func record(_ event: AttemptEvent) async throws(HarnessError) {}
}
