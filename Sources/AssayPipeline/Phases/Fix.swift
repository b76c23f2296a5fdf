import AssayCore
import AssaySupport

/// The fix rounds: each asks for an answer that passes the checks which failed, until success, stagnation or budget.
///
/// The fix prompt is `Prompts/implement.mustache`, or `Prompts/edit.mustache` for models that answer with changes. This file
/// chooses what it shows and whom it asks; `Attempt.write` fills it in, with `FailureText` for the failures. The ratchet keeps
/// the best candidate.
struct Fix {
    let attempt: Attempt
    /// The analyst's answer; nil until it was asked.
    var analysis: String?
    private var analyzed = false
    /// Digests of reviewed candidates: none is reviewed twice.
    private var reviewed: Set<String> = []
    /// The number of retries by the signature of the failure they ended in.
    private var failures: [String: Int] = [:]
    private var roundsWithoutProgress = 0
    /// The last fix, if it was taken back.
    private var undone: Undone?
    /// The number of retries with the same failure after which a fresh sample is asked for instead of a repair.
    private static let retriesOfOneFailure = 2

    /// The symbols of a task that is written symbol by symbol: one that fails is asked for alone.
    private let symbols: SymbolStages?

    init(attempt: Attempt, analysis: String?, symbols: SymbolStages? = nil) {
        self.attempt = attempt
        self.symbols = symbols
        self.analysis = analysis
        analyzed = analysis != nil || attempt.settings.begin == .plan || !attempt.settings.analyze
    }

    private var settings: PipelineSettings { attempt.settings }

    /// Runs the rounds; returns their number and why they stopped.
    mutating func run(_ ratchet: inout Ratchet) async throws -> (Int, String) {
        for round in 1...(settings.maxFixRounds + 1) {
            if let best = ratchet.best, best.isDone {
                guard settings.review, reviewed.insert(best.work.change.digest).inserted else { return (round - 1, "all visible checks pass") }
                ratchet.open(try await Review(attempt: attempt).run(best))
                if ratchet.best?.isDone == true { return (round - 1, "all visible checks pass, review confirmed nothing") }
            }
            if round > settings.maxFixRounds { break }
            if let patience = settings.patience, roundsWithoutProgress >= patience {
                return (round - 1, "\(patience) rounds without progress")
            }
            let findings = ratchet.best?.open ?? []
            let kept = findings.isEmpty ? try await retry(round, &ratchet) : try await mend(findings, round, &ratchet)
            roundsWithoutProgress = kept ? 0 : roundsWithoutProgress + 1
        }
        if ratchet.best?.open.isEmpty == false { return (settings.maxFixRounds, "a confirmed finding stays open") }
        return (settings.maxFixRounds, "the fix rounds are used up")
    }

    /// Runs one retry; role and temperature vary, so that the model does not repeat its wrong answer.
    private mutating func retry(_ round: Int, _ ratchet: inout Ratchet) async throws -> Bool {
        if round > 1, !analyzed {
            analyzed = true
            analysis = try await Analyze(attempt: attempt).run()
        }
        let best = ratchet.best
        let question: Question
        if try await escalated(round) {
            question = repair(round, .fixer, best, showsCode: true)
        } else if isStuck(best) {
            question = try await sample()
        } else {
            let role = round % 2 == 1 ? Role.fixer : .implementer
            question = repair(round, role, best, showsCode: settings.retry(role) == .showCode)
        }
        guard let work = try await ask(question, round, best) else { return false }
        if ratchet.isRepeat(work.change) {
            try await attempt.note(.fix, "round \(round): the same code again")
            return false
        }
        let report = try await attempt.judge(work, &ratchet, round: round)
        failures[report.failureSignature, default: 0] += 1
        let kept = ratchet.best?.work == work
        undone = kept ? nil : best.flatMap { best in Undone(work: work, from: best, report) }
        try await attempt.note(
            .fix, "round \(round): \(report.verdict.rawValue), \(kept ? "kept" : "dropped by the ratchet")")
        return kept
    }

    /// Asks for the symbol that fails, else for the files.
    private func ask(_ question: Question, _ round: Int, _ best: Checkpoint?) async throws -> WorkTree? {
        if let symbols, let best, let place = symbols.failing(best, round: round) {
            return try await symbols.repair(place, best, question.role, round: round, showsCode: question.showsCurrent)
        }
        return try await attempt.write(question)
    }

    private func isStuck(_ best: Checkpoint?) -> Bool {
        best.map { (failures[$0.report.failureSignature] ?? 0) >= Self.retriesOfOneFailure } ?? false
    }

    /// A fresh sample, from the pristine tree: the prompt shows neither the report nor the code that failed.
    private func sample() async throws -> Question {
        try await attempt.note(.fix, "the same failure after \(Self.retriesOfOneFailure) repairs: a fresh sample")
        var question = Question(.implementer, .fix, on: attempt.pristine)
        question.temperature = settings.retryTemperature
        return question
    }

    /// Switches to the stronger model if this is the last round and one is configured; returns whether it did.
    private func escalated(_ round: Int) async throws -> Bool {
        guard round == settings.maxFixRounds, let model = settings.escalateTo else { return false }
        try await attempt.note(.fix, "the last round is for the stronger model \(model)")
        await attempt.conversation.escalate(to: model)
        return true
    }

    private func repair(_ round: Int, _ role: Role, _ best: Checkpoint?, showsCode: Bool) -> Question {
        var question = Question(role, .fix, on: best?.work ?? attempt.pristine)
        let isEscalated = round == settings.maxFixRounds && settings.escalateTo != nil
        // The last round leaves out the analysis, which may be what is wrong.
        question.analysis = round == settings.maxFixRounds && !isEscalated ? nil : analysis
        if isEscalated || settings.retry(role) != .blind {
            question.failure = best.map { settings.failureText($0.report, of: attempt.brief, for: role) }
        }
        question.showsCurrent = showsCode
        if showsCode, let undone, let failure = question.failure { question.failure = failure + undone.words }
        question.temperature = isEscalated ? nil : settings.retryTemperature
        return question
    }

    /// Asks for code that fixes the confirmed findings of the review; it must also pass every visible check.
    private func mend(_ findings: [ReviewFinding], _ round: Int, _ ratchet: inout Ratchet) async throws -> Bool {
        guard let best = ratchet.best else { return false }
        let isEscalated = try await escalated(round)
        var question = Question(.fixer, .fix, on: best.work)
        question.analysis = analysis
        question.failure = findings.map(\.demand).joined(separator: "\n")
        question.showsCurrent = isEscalated || settings.retry(.fixer) == .showCode
        question.temperature = settings.retryTemperature
        guard let work = try await attempt.write(question), !ratchet.isRepeat(work.change) else { return false }
        let report = try await attempt.verify(work)
        let mended = report.isDone ? try await ClaimTrial(attempt: attempt).allMended(findings, in: work) : false
        if mended { ratchet.accept(work, report) }
        try await attempt.events.record(.verified(work.change, report, round: round, best: mended))
        try await attempt.note(.fix, "round \(round): \(mended ? "a confirmed finding was fixed" : "a confirmed finding stays open")")
        return mended
    }
}

/// A fix that was taken back, and what it had broken.
private struct Undone {
    /// What the next question says of it.
    let words: String

    init(work: WorkTree, from best: Checkpoint, _ report: ReviewReport) {
        let broken = best.report.passedExceptStatic.subtracting(report.passedExceptStatic).sorted()
        let names = broken.isEmpty ? "" : "\n- a change broke what passed before: \(broken.listed(atMost: 3))"
        words = names + FailureText.undone(from: best.work.files, to: work.files)
    }
}

extension ReviewReport {
    /// A digest of verdict and errors: equal for two candidates that fail in the same way.
    var failureSignature: String {
        Digest.of(([verdict.rawValue] + findings.filter { $0.severity == .error }.map(\.fingerprint).sorted()).joined(separator: "\n"))
    }
}
