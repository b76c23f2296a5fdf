package import AssayCore

/// How an attempt ended: the best candidate, and what may be claimed of it.
package struct AttemptOutcome: Sendable {
    package var candidate: Candidate?
    /// The best candidate's report on visible checks.
    package var report: ReviewReport?
    package var usage: TokenUsage
    package var rounds: Int
    package var stopped: String
    /// Derived from the verdict on visible checks, never from a model's word.
    package var claimsDone: Bool { report?.verdict.isSolved ?? false }
}

/// One pipeline on one task; it sees the task's brief and a verifier of visible checks only.
package struct Attempt: Sendable {
    let settings: PipelineSettings
    let context: TaskContext
    let conversation: Conversation
    let verifier: any Verifier
    let events: any EventSink

    package init(
        brief: TaskBrief, settings: PipelineSettings, client: any ModelClient,
        verifier: any Verifier, events: any EventSink, seed: Int
    ) throws(HarnessError) {
        let context = try TaskContext(brief, tokens: settings.contextTokens)
        self.settings = settings
        self.context = context
        self.verifier = verifier
        self.events = events
        conversation = Conversation(
            client: client, events: events, settings: settings, context: context, seed: seed)
    }

    /// Runs the pipeline to its end; a spent budget ends it with the best so far.
    package func run() async throws -> AttemptOutcome {
        switch settings.kind {
        case .singlePass: try await SinglePass(attempt: self).run()
        case .bestOfN: try await BestOfN(attempt: self).run()
        case .multiStep: try await MultiStep(attempt: self).run()
        }
    }

    var brief: TaskBrief { context.brief }

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
        AttemptOutcome(
            candidate: ratchet.best, report: ratchet.report, usage: await conversation.used,
            rounds: rounds, stopped: stopped)
    }

    /// Asks for files; nil when the answer holds none.
    func write(
        _ role: Role, _ phase: Phase, analysis: String? = nil, goal: String? = nil,
        failure: String? = nil, current: FileTree? = nil, only paths: [String]? = nil,
        temperature: Double? = nil
    ) async throws -> Candidate? {
        var values: [String: Any] = ["language": brief.language.rawValue]
        if let analysis { values["analysis"] = analysis }
        if let goal { values["goal"] = goal }
        if let failure { values["failure"] = failure }
        if let current {
            values["current"] = current.paths.map {
                TaskContext.file($0, current[$0] ?? "", brief.language)
            }
        }
        let wanted = paths ?? brief.deliverables
        if wanted.count == 1, let single = wanted.first, !single.hasSuffix("/**") {
            values["single"] = single
        }
        values["paths"] = wanted.joined(separator: ", ")
        let prompt = try Prompts.render("implement", values)
        let answer = try await conversation.ask(role, phase, prompt, temperature: temperature)
        var narrowed = brief
        narrowed.deliverables = wanted
        let files = AnswerFiles.parse(answer, brief: narrowed)
        if files.isEmpty { try await note(phase, "the answer held no usable file") }
        return files.isEmpty ? nil : Candidate(files: files)
    }
}
