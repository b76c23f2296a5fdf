import AssayCore
import AssaySupport

/// Writes stage by stage; each stage is verified, and accepted or taken back, before the next begins.
struct Implement {
    let attempt: Attempt

    func run(_ plan: Plan?, _ analysis: String?, _ ratchet: inout Ratchet) async throws {
        guard let plan, plan.namesSymbols || plan.stages.count > 1 && attempt.brief.singleDeliverable == nil else {
            // One stage: the plan's goals guide, but there is only one thing to write and check.
            var question = Question(.implementer, .implement, on: attempt.pristine)
            question.analysis = analysis
            question.goal = plan.map { $0.stages.map { "- \($0.goal)" }.joined(separator: "\n") }
            if let work = try await attempt.write(question), !ratchet.isRepeat(work.change) {
                _ = try await attempt.judge(work, &ratchet, round: 0)
            }
            return
        }
        try await stages(plan, analysis, &ratchet)
    }

    private func stages(_ first: Plan, _ analysis: String?, _ ratchet: inout Ratchet) async throws {
        var plan = first
        var replanned = false
        var work = attempt.pristine
        // What passes before any work must pass after each stage.
        var green = try await attempt.verify(work).passedExceptStatic
        var refused: StageTrial?
        var symbols = PlannedSymbols(plan, on: work, attempt)
        var accepted: WorkTree?
        var index = 0
        while index < plan.stages.count {
            let stage = plan.stages[index]
            let isLast = index == plan.stages.count - 1
            let bySymbol = try await write(symbols, stage, isLast: isLast, on: work, keeping: green)
            let trial =
                if let bySymbol { bySymbol } else {
                    try await write(stage, isLast: isLast, analysis: analysis, on: work, keeping: green, beside: symbols)
                }
            if let problem = trial.problem, !replanned {
                replanned = true
                try await attempt.note(.plan, "stage \(stage.id) failed twice, so the rest is planned anew: \(problem)")
                if let again = try await MakePlan(attempt: attempt).again(analysis, after: work, failed: stage, problem) {
                    (plan, index) = (again, 0)
                    symbols = PlannedSymbols(plan, on: work, attempt)
                    continue
                }
            }
            if let report = trial.report, trial.isKept {
                (work, green) = (trial.work, report.passedExceptStatic)
                accepted = trial.judged
                ratchet.accept(trial.judged, report)
                if let problem = trial.problem { try await attempt.note(.implement, "stage \(stage.id) is kept for the fix rounds: \(problem)") }
            } else {
                refused = trial
                try await attempt.note(.implement, "stage \(stage.id) was taken back: \(trial.problem ?? "no answer")")
            }
            index += 1
        }
        // A placeholder of a symbol whose stage was taken back is not delivered.
        if let accepted, accepted != work { ratchet.accept(work, try await attempt.verify(work)) }
        // Without any accepted stage, the fix rounds begin with what was refused.
        if ratchet.best == nil, let refused, let report = refused.report { _ = ratchet.offer(refused.judged, report) }
        _ = ratchet.isRepeat(work.change)
    }

    /// Writes one stage symbol by symbol; nil where it names none.
    private func write(
        _ symbols: PlannedSymbols?, _ stage: Plan.Stage, isLast: Bool, on work: WorkTree, keeping green: Set<String>
    ) async throws -> StageTrial? {
        guard let symbols, let written = try await symbols.write(stage, on: work, keeping: green) else { return nil }
        guard written.work != work else { return StageTrial(work: work, judged: work, report: nil, problem: written.problem ?? "nothing was changed") }
        var trial = try await judged(stage, isLast: isLast, written.work, keeping: green, beside: symbols)
        trial.problem = written.problem ?? trial.problem
        return trial
    }

    /// Writes one stage, at most twice, each time on the tree before it.
    private func write(
        _ stage: Plan.Stage, isLast: Bool, analysis: String?, on work: WorkTree, keeping green: Set<String>, beside symbols: PlannedSymbols?
    ) async throws -> StageTrial {
        var trial = StageTrial(work: work, judged: work, report: nil, problem: "the answer held no usable file")
        for turn in 0..<2 {
            var question = Question(.implementer, .implement, on: work)
            (question.analysis, question.goal, question.only) = (analysis, stage.goal, stage.files)
            question.showsCurrent = !work.change.isEmpty
            if turn > 0 {
                question.temperature = attempt.settings.retryTemperature
                question.failure = failure(trial, on: work)
            }
            guard let written = try await attempt.write(question) else {
                trial.problem = "the answer held no usable file"
                continue
            }
            trial = try await judged(stage, isLast: isLast, written, keeping: green, beside: symbols)
            if trial.problem == nil { break }
        }
        return trial
    }

    /// Verifies what a stage has written, and says what keeps it from being done.
    private func judged(
        _ stage: Plan.Stage, isLast: Bool, _ written: WorkTree, keeping green: Set<String>, beside symbols: PlannedSymbols?
    ) async throws -> StageTrial {
        let judged = symbols?.judged(written, after: stage) ?? written
        let report = try await attempt.verify(judged)
        var trial = StageTrial(work: written, judged: judged, report: report, problem: nil)
        trial.problem = try await problem(stage, isLast: isLast, trial, keeping: green)
        trial.breaks = !green.isSubset(of: report.passedExceptStatic)
        try await attempt.events.record(.verified(judged.change, report, round: 0, best: trial.problem == nil))
        try await attempt.note(.implement, "stage \(stage.id): \(report.verdict.rawValue)\(trial.problem.map { ", \($0)" } ?? "")")
        return trial
    }

    /// What the next question says of an answer that was taken back.
    private func failure(_ trial: StageTrial, on work: WorkTree) -> String? {
        guard let report = trial.report, let problem = trial.problem else { return trial.problem.map { "- \($0)" } }
        let said = attempt.settings.failureText(report, of: attempt.brief, for: .implementer) + "\n- " + problem
        guard attempt.settings.retry(.implementer) == .showCode else { return said }
        return said + FailureText.undone(from: work.files, to: trial.work.files)
    }

    /// Returns the problem that keeps a stage from being done; tests that later stages are responsible for may still fail.
    private func problem(_ stage: Plan.Stage, isLast: Bool, _ trial: StageTrial, keeping green: Set<String>) async throws -> String? {
        guard let report = trial.report else { return nil }
        switch report.verdict {
        case .compileError: return "it does not build"
        case .sandboxViolation, .tamperingSuspected: return "it does what no program may do here"
        default: break
        }
        let broken = green.subtracting(report.passedExceptStatic).sorted()
        if !broken.isEmpty { return "it breaks what passed before: \(broken.prefix(3).joined(separator: ", "))" }
        if let finding = report.blocking.first { return "it brings a finding that blocks: \(finding.rule) \(TerminalText.line(finding.message, limit: 160))" }
        // What fails after the last stage is for the fix rounds, which see the whole.
        if !isLast, stage.checks.contains("visible_tests"), !report.verdict.isSolved { return "not all visible tests pass" }
        let probes = stage.probes ?? []
        guard !probes.isEmpty, let results = try await attempt.verifier.probe(trial.work.change, probes.map(\.call)) else { return nil }
        for (probe, result) in zip(probes, results) where !(result.value.map { Review.same($0, probe.expected) } ?? false) {
            return "\(probe.call) gives \(result.value ?? "an error"), the plan says \(probe.expected)"
        }
        return nil
    }
}

/// What came of writing a stage.
private struct StageTrial {
    let work: WorkTree
    /// The tree that was verified: with placeholders for what later stages write one by one.
    let judged: WorkTree
    /// The report on the visible checks; nil where no answer was usable.
    let report: ReviewReport?
    /// What keeps the stage from being done; nil where it is done.
    var problem: String?
    /// Whether something that passed before does not pass any more.
    var breaks = false

    /// Whether later stages build on it: it builds and breaks nothing, though its own checks may fail.
    var isKept: Bool {
        guard let report, !breaks else { return false }
        return problem == nil || ![.compileError, .sandboxViolation, .tamperingSuspected].contains(report.verdict)
    }
}
