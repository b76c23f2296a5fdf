import AssayCore
import AssayRender
import AssayStore

extension AttemptDocument {
    /// Reads every step of one stored attempt.
    static func load(
        _ attempt: AttemptRecord, of run: String, from store: Store
    ) throws(HarnessError) -> AttemptDocument {
        AttemptDocument(
            run: run, task: attempt.task, arm: attempt.arm, seed: attempt.seed,
            verdict: attempt.verdict ?? attempt.status.rawValue,
            stopped: attempt.stopped ?? attempt.error ?? "",
            steps: try store.events(of: attempt.id).map(Step.init))
    }
}

extension AttemptDocument.Step {
    /// Reads what hangs on an event; what cannot be decoded is left out.
    init(_ event: EventRecord) {
        func decoded<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
            text.flatMap { try? JSON.decode(type, $0) }
        }
        self.init(
            phase: event.phase, note: event.note, tokens: event.tokens, cached: event.cached,
            seconds: event.seconds, error: event.error,
            asked: decoded(ModelRequest.self, event.request)?.messages ?? [], reply: event.reply,
            findings: decoded(ReviewReport.self, event.report)?.findings ?? [],
            files: decoded(Candidate.self, event.candidate)?.files)
    }
}
