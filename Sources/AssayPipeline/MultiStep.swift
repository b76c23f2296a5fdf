import AssayCore

/// Analysis, plan, staged implementation, review by another model, fixes driven by the report.
struct MultiStep {
    let attempt: Attempt
    private var settings: PipelineSettings { attempt.settings }

    init(attempt: Attempt) { self.attempt = attempt }

    func run() async throws -> AttemptOutcome {
        var ratchet = Ratchet()
        var rounds = 0
        var stopped = "all checks pass"
        do {
            let analysis = settings.analyze ? try await Analyze(attempt: attempt).run() : nil
            let plan = settings.plan ? try await MakePlan(attempt: attempt).run(analysis) : nil
            try await Implement(attempt: attempt).run(plan, analysis, &ratchet)
            (rounds, stopped) = try await Fix(attempt: attempt).run(analysis, &ratchet)
        } catch let error as ModelError where error.code == .budget || error.code == .contextLength {
            stopped = error.message
            try await attempt.note(.fix, "stopped: \(error.message)")
        }
        return await attempt.outcome(ratchet, rounds: rounds, stopped: stopped)
    }
}
