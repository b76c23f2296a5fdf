package import AssayCore
import AssayModels
package import AssayPipeline
import AssaySupport
import AssayVerify

/// A delivered candidate with its report.
package struct JudgedAttempt: Sendable {
    /// The result of the attempt.
    package let result: AttemptResult
    /// The delivered files; nil when the models gave no usable answer.
    package let candidate: Candidate?
    /// The report on all checks.
    package let report: ReviewReport?
}

/// Runs one pipeline on one task and judges its answer with the hidden checks.
package struct AttemptRunner: Sendable {
    /// Makes verifiers that remember nothing of what failed before.
    package typealias Reopening = @Sendable () async throws -> any VerifierSource
    private var verifiers: any VerifierSource
    private let client: any ModelClient
    private let reruns: Int
    private let reopen: Reopening?

    /// `reruns` is how often the verification that decides is repeated; without `reopen` the verifiers stay the same.
    package init(verifiers: any VerifierSource, client: any ModelClient, reruns: Int = 0, reopen: Reopening? = nil) {
        self.verifiers = verifiers
        self.client = client
        self.reruns = reruns
        self.reopen = reopen
    }

    /// The runner with fresh verifiers: what broke the old ones, a scratch folder that is gone for example, does not break these.
    func renewed() async throws -> AttemptRunner {
        var runner = self
        if let reopen { runner.verifiers = try await reopen() }
        return runner
    }

    /// Returns how the attempt ended; throws only for failures of the harness or the model.
    package func run(
        _ task: CodingTask, _ settings: PipelineSettings, seed: Int, events: any EventSink, earlier: EarlierCalls = EarlierCalls()
    ) async throws -> JudgedAttempt {
        if case .unjudgeable(let reason) = task.form {
            // No answer could be judged, so nobody is asked for one.
            let result = AttemptResult(
                verdict: .unjudgeable, tier: VerdictPolicy.tierWithoutRun(of: task.form), stopped: "the task cannot be judged: \(reason)")
            return JudgedAttempt(result: result, candidate: nil, report: nil)
        }
        let clock = ContinuousClock()
        let start = clock.now
        let verifier = verifiers.verifier(of: task, holdoutSeed: nil)
        let brief = task.expectation == .asRunnerSays ? try await prepared(task.brief, verifier, known: earlier.baseline, settings, events: events) : task.brief
        let attempt = try await Attempt(
            brief: brief, settings: settings.fitted(to: client),
            client: CanaryGuard(client, canaries: task.hidden.canaries),
            verifier: VisibleOnly(verifier), events: events, seed: seed, earlier: earlier)
        let outcome = try await attempt.run()
        var final: ReviewReport?
        if let candidate = outcome.candidate {
            let report = try await verifier.verify(candidate, scope: .full, reruns: reruns).marked(by: settings.blocking)
            try await events.record(.verified(candidate, report, round: outcome.rounds, best: true))
            final = report
        }
        let result = AttemptResult(
            // No usable answer is an unsolved attempt, never a dropped one.
            verdict: final?.verdict ?? .interfaceViolation,
            tier: final?.tier ?? VerdictPolicy.tierWithoutRun(of: task.form),
            visibleVerdict: outcome.report?.verdict, claimsDone: outcome.claimsDone,
            rounds: outcome.rounds, stopped: outcome.stopped, seconds: (clock.now - start).seconds,
            usage: outcome.usage, calls: outcome.calls, cost: outcome.cost,
            change: outcome.candidate.map { ChangeSize(of: $0, against: task.brief.start) })
        return JudgedAttempt(result: result, candidate: outcome.candidate, report: final)
    }

    /// A project's brief with what its own tests say before any change.
    private func prepared(
        _ brief: TaskBrief, _ verifier: any RepeatingVerifier, known: Baseline?, _ settings: PipelineSettings, events: any EventSink
    ) async throws -> TaskBrief {
        var baseline = known
        if baseline == nil {
            let now = try await verifier.verify(Candidate(files: FileTree()), scope: .visible)
            let first = Baseline(now.verdict, failures: now.verdict.isSolved ? "" : settings.failureText(now, of: brief, for: .implementer))
            try await events.record(.phase(.verify, note: first.note))
            baseline = first
        }
        var brief = brief
        if let baseline, !baseline.verdict.isSolved { brief.statement += "\n\n## Checks that fail now\n" + baseline.failures }
        return brief
    }
}
