package import AssayCore
import AssaySupport

/// The result of an attempt: its best candidate, and whether that may be called done.
package struct AttemptOutcome: Sendable {
    /// The best candidate; nil when no answer held usable files.
    package let candidate: Candidate?
    /// The best candidate's report on visible checks.
    package let report: ReviewReport?
    /// Tokens of all calls together.
    package let usage: TokenUsage
    /// The number of calls, including failed ones.
    package let calls: Int
    /// The cost of the calls in the currency of the prices; nil when a model has no price.
    package let cost: Double?
    /// The number of fix rounds, or of samples after the first.
    package let rounds: Int
    /// Why the pipeline stopped, as stored with the attempt.
    package let stopped: String
    /// Findings that a review has confirmed against the best candidate.
    package let openFindings: Int
    /// Derived from the verdict on visible checks and from what was confirmed, never from a model's word.
    package var claimsDone: Bool { report?.isDone ?? false && openFindings == 0 }
}

/// One pipeline on one task; it sees the task's brief and a verifier of visible checks only.
package struct Attempt: Sendable {
    let settings: PipelineSettings
    let context: TaskContext
    let conversation: Conversation
    let verifier: any Verifier
    let events: any EventSink

    /// Prepares an attempt; `seed` is the number of the attempt among those of its arm at the same task.
    package init(
        brief: TaskBrief, settings: PipelineSettings, client: any ModelClient,
        verifier: any Verifier, events: any EventSink, seed: Int, earlier: EarlierCalls = EarlierCalls()
    ) throws(HarnessError) {
        var builder = ContextBuilder(settings, brief)
        let context = try builder.context(of: brief.start, tokens: settings.contextTokens)
        self.settings = settings
        self.context = context
        self.verifier = verifier
        self.events = events
        conversation = Conversation(
            client: client, events: events, settings: settings, context: context, builder: builder, seed: seed, earlier: earlier)
    }

    /// Runs the pipeline to its end; a spent budget ends it with the best so far.
    package func run() async throws -> AttemptOutcome {
        if context.truncated {
            try await note(.analyze, "the task's files are cut to about \(settings.contextTokens) tokens for every prompt")
        }
        switch settings.kind {
        case .singlePass: return try await SinglePass(attempt: self).run()
        case .bestOfN: return try await BestOfN(attempt: self).run()
        case .agent: return try await Agent(attempt: self).run()
        case .multiStep: return try await MultiStep(attempt: self).run()
        }
    }

    var brief: TaskBrief { context.brief }
    var prompts: Prompts { settings.prompts }

    /// Records a note on what a phase is about to do, or found.
    func note(_ phase: Phase, _ text: String) async throws {
        try await events.record(.phase(phase, note: text))
    }

    /// The tree before any work.
    var pristine: WorkTree { WorkTree(start: brief.start) }

    /// Verifies the work on visible checks, and marks what blocks.
    func verify(_ work: WorkTree) async throws -> ReviewReport {
        try await verifier.verify(work.change, scope: .visible).marked(by: settings.blocking)
    }

    /// Verifies the work on visible checks and offers it to the ratchet.
    func judge(_ work: WorkTree, _ ratchet: inout Ratchet, round: Int) async throws -> ReviewReport {
        let report = try await verify(work)
        let better = ratchet.offer(work, report)
        try await events.record(.verified(work.change, report, round: round, best: better))
        return report
    }

    func outcome(_ ratchet: Ratchet, rounds: Int, stopped: String) async throws -> AttemptOutcome {
        var ratchet = ratchet
        try await OwnTests(attempt: self).settle(&ratchet)
        let ends = await conversation.ends
        let answers = ends.values.reduce(0, +)
        // An answer cut by the provider is reported; otherwise the model would look worse than it is.
        let short = AnswerEnd.allCases.compactMap { end in
            end.words.flatMap { words in ends[end].map { (answers == 1 ? "the answer: " : "\($0) of \(answers) answers: ") + words } }
        }
        return AttemptOutcome(
            candidate: ratchet.best?.work.change, report: ratchet.best?.report, usage: await conversation.spending.tokens, calls: await conversation.calls,
            cost: await conversation.spending.money,
            rounds: rounds, stopped: ([stopped] + short).joined(separator: "; "), openFindings: ratchet.best?.open.count ?? 0)
    }
}
