package import AssayCore
import AssaySupport

/// How an attempt ended: the best candidate, and what may be claimed of it.
package struct AttemptOutcome: Sendable {
    /// The best candidate; nil when no answer held usable files.
    package let candidate: Candidate?
    /// The best candidate's report on visible checks.
    package let report: ReviewReport?
    /// Tokens of all calls together.
    package var usage: TokenUsage
    /// How many calls there were, failed ones included.
    package let calls: Int
    /// What the calls cost, in the currency of the settings' prices; nil where a model has no price.
    package var cost: Double?
    /// The number of fix rounds, or of samples after the first.
    package var rounds: Int
    /// Why the pipeline stopped, as stored with the attempt.
    package let stopped: String
    /// Findings that a review has confirmed against the best candidate.
    package let openFindings: Int
    /// Derived from the verdict on visible checks and from what was confirmed, never from a model's word.
    package var claimsDone: Bool { report?.verdict.isSolved ?? false && openFindings == 0 }
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
        let context = try TaskContext(brief, tokens: settings.contextTokens, prompts: settings.prompts)
        self.settings = settings
        self.context = context
        self.verifier = verifier
        self.events = events
        conversation = Conversation(
            client: client, events: events, settings: settings, context: context, seed: seed, earlier: earlier)
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

    /// Says what a phase is about to do, or found.
    func note(_ phase: Phase, _ text: String) async throws {
        try await events.record(.phase(phase, note: text))
    }

    /// Verifies a candidate on visible checks and offers it to the ratchet.
    func judge(
        _ candidate: Candidate, _ ratchet: inout Ratchet, round: Int
    ) async throws -> ReviewReport {
        let report = try await verifier.verify(candidate, scope: .visible)
        let better = ratchet.offer(candidate, report)
        try await events.record(.verified(candidate, report, round: round, best: better))
        return report
    }

    func outcome(_ ratchet: Ratchet, rounds: Int, stopped: String) async -> AttemptOutcome {
        let ends = await conversation.ends
        let answers = ends.values.reduce(0, +)
        // What the provider gave less than asked for is told, or a model would look worse than it is.
        let short = AnswerEnd.allCases.compactMap { end in
            end.words.flatMap { words in ends[end].map { (answers == 1 ? "the answer: " : "\($0) of \(answers) answers: ") + words } }
        }
        return AttemptOutcome(
            candidate: ratchet.best, report: ratchet.report, usage: await conversation.spending.tokens, calls: await conversation.calls,
            cost: await conversation.spending.money,
            rounds: rounds, stopped: ([stopped] + short).joined(separator: "; "), openFindings: ratchet.open.count)
    }

    /// Asks a role for files, and in a fix round to mend them; nil when the answer holds none.
    ///
    /// The prompt is the template `edit` for models that answer with changes, else `implement`; `failure` fills in what the
    /// fix prompt says of the checks that failed.
    func write(
        _ role: Role, _ phase: Phase, analysis: String? = nil, goal: String? = nil,
        failure: String? = nil, current: FileTree? = nil, only paths: [String]? = nil,
        temperature: Double? = nil
    ) async throws -> Candidate? {
        let base = brief.start.overlaid(with: current ?? FileTree())
        let wanted = paths ?? brief.deliverables
        var narrowed = brief
        narrowed.deliverables = wanted
        let isEdit = await conversation.editFormat(role) == .searchReplace && base.paths.contains(where: narrowed.mayDeliver)
        var values: [String: Any] = ["language": brief.language.rawValue]
        if let analysis { values["analysis"] = analysis }
        if let goal { values["goal"] = goal }
        if let failure { values["failure"] = failure }
        if let current {
            values["current"] = current.paths.map {
                TaskContext.file($0, current[$0] ?? "", brief.language)
            }
        }
        if let single = narrowed.singleDeliverable {
            values["single"] = single
        } else {
            values[narrowed.deliversFolder ? "choice" : "several"] = true
            // The statement comes last: a small model that reads it long before the code answers with unchanged code.
            if goal == nil { values["statement"] = brief.statement }
        }
        values["paths"] = wanted.joined(separator: ", ")
        if isEdit {
            let answer = try await conversation.ask(role, phase, prompts.render("edit", values), temperature: temperature)
            let changed = AnswerFiles.changes(answer, brief: narrowed, base: base)
            // An answer names only what it changes, so files of earlier answers are kept.
            if changed.problems.isEmpty { return Candidate(files: (current ?? FileTree()).overlaid(with: changed.files)) }
            try await note(
                phase, "the changes cannot be made, so whole files are asked for from now on: \(changed.problems.joined(separator: "; "))")
            await conversation.giveUpEdits(role)
        }
        let prompt = try prompts.render("implement", values)
        let answer = try await conversation.ask(role, phase, prompt, temperature: temperature)
        let written = AnswerFiles.whole(answer, brief: narrowed, base: base)
        if !written.problems.isEmpty { try await note(phase, "left out: \(written.problems.joined(separator: "; "))") }
        if written.files.isEmpty { try await note(phase, "the answer held no usable file") }
        return written.files.isEmpty ? nil : Candidate(files: written.files)
    }
}
