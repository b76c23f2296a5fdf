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
            let symbols = SymbolStages(attempt)
            let analysis = try await settings.begin == .plan ? planned(symbols, &ratchet) : answered(symbols, &ratchet)
            var fix = Fix(attempt: attempt, analysis: analysis, symbols: symbols)
            (rounds, stopped) = try await fix.run(&ratchet)
        } catch let error as ModelError where error.code == .budget || error.code == .contextLength {
            stopped = error.message
            try await attempt.note(.fix, "stopped: \(error.message)")
        }
        return try await attempt.outcome(ratchet, rounds: rounds, stopped: stopped)
    }

    /// Writes symbol by symbol where the task names several, otherwise by a plan; returns the analysis.
    private func planned(_ symbols: SymbolStages?, _ ratchet: inout Ratchet) async throws -> String? {
        if let symbols {
            try await symbols.run(&ratchet)
            return nil
        }
        let analysis = settings.analyze ? try await Analyze(attempt: attempt).run() : nil
        let plan = settings.plan ? try await MakePlan(attempt: attempt).run(analysis) : nil
        try await Implement(attempt: attempt).run(plan, analysis, &ratchet)
        return analysis
    }

    /// Writes first, as single-pass would; asks for analysis and plan only where checks fail.
    private func answered(_ symbols: SymbolStages?, _ ratchet: inout Ratchet) async throws -> String? {
        try await Implement(attempt: attempt).run(nil, nil, &ratchet)
        // One file has nothing to stage: the report says more about it than a plan.
        guard ratchet.best?.report.isDone != true, symbols != nil || attempt.brief.singleDeliverable == nil && settings.plan else { return nil }
        return try await planned(symbols, &ratchet)
    }
}
