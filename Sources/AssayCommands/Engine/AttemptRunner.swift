import AssayCore
import AssayModels
import AssayPipeline
import AssayStore
import AssaySupport
import AssayVerify

/// Runs one pipeline on one task and judges its answer with the hidden checks.
struct AttemptRunner: Sendable {
    let context: VerificationContext
    let client: any ModelClient
    /// How often the verification that decides is repeated.
    var reruns = 0

    /// Returns how the attempt ended; throws only for failures of the harness or the model.
    func run(
        _ task: CodingTask, _ settings: PipelineSettings, seed: Int, events: any EventSink
    ) async throws -> (AttemptEnd, AttemptOutcome, ReviewReport?) {
        let clock = ContinuousClock()
        let start = clock.now
        let verifier = context.verifier(for: task)
        let attempt = try Attempt(
            brief: task.brief, settings: settings,
            client: CanaryGuard(client, canaries: task.hidden.canaries),
            verifier: VisibleOnly(verifier), events: events, seed: seed)
        let outcome = try await attempt.run()
        var final: ReviewReport?
        if let candidate = outcome.candidate {
            let report = try await verifier.verify(candidate, scope: .full, reruns: reruns)
            try await events.record(.verified(candidate, report, round: outcome.rounds, best: true))
            final = report
        }
        let spent = clock.now - start
        let end = AttemptEnd(
            // No usable answer is an unsolved attempt, never a dropped one.
            verdict: final?.verdict ?? .interfaceViolation,
            tier: final?.tier ?? task.form.tier,
            visibleVerdict: outcome.report?.verdict, claimsDone: outcome.claimsDone,
            rounds: outcome.rounds, stopped: outcome.stopped,
            seconds: spent.seconds, change: outcome.candidate.map { ChangeSize(of: $0.files, against: task.brief.start) })
        return (end, outcome, final)
    }
}

/// A verifier that cannot be asked for hidden checks: what pipelines get.
struct VisibleOnly: Verifier {
    private let inner: any Verifier
    init(_ inner: any Verifier) { self.inner = inner }

    func verify(_ candidate: Candidate, scope: CheckScope) async throws(HarnessError) -> ReviewReport {
        try await inner.verify(candidate, scope: .visible)
    }

    func check(_ candidate: Candidate, test source: String) async throws(HarnessError) -> [CheckResult]? {
        try await inner.check(candidate, test: source)
    }

    func missing(_ modules: [String]) async throws(HarnessError) -> [String]? { try await inner.missing(modules) }

    func probe(_ candidate: Candidate, _ calls: [String]) async throws(HarnessError) -> [ProbeResult]? {
        try await inner.probe(candidate, calls)
    }
}
