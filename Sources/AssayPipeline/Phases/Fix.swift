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
    /// The number of retries with the same failure after which a fresh sample is asked for instead of a repair.
    private static let retriesOfOneFailure = 2

    init(attempt: Attempt, analysis: String?) {
        self.attempt = attempt
        self.analysis = analysis
        analyzed = analysis != nil || attempt.settings.begin == .plan || !attempt.settings.analyze
    }

    private var settings: PipelineSettings { attempt.settings }

    /// Runs the rounds; returns their number and why they stopped.
    mutating func run(_ ratchet: inout Ratchet) async throws -> (Int, String) {
        for round in 1...(settings.maxFixRounds + 1) {
            if ratchet.report?.verdict.isSolved == true, ratchet.open.isEmpty {
                guard let best = ratchet.best, settings.review, reviewed.insert(best.digest).inserted else {
                    return (round - 1, "all visible checks pass")
                }
                ratchet.open = try await Review(attempt: attempt).run(best)
                if ratchet.open.isEmpty { return (round - 1, "all visible checks pass, review confirmed nothing") }
            }
            if round > settings.maxFixRounds { break }
            if let patience = settings.patience, roundsWithoutProgress >= patience {
                return (round - 1, "\(patience) rounds without progress")
            }
            let kept = ratchet.open.isEmpty ? try await retry(round, &ratchet) : try await mend(round, &ratchet)
            roundsWithoutProgress = kept ? 0 : roundsWithoutProgress + 1
        }
        if !ratchet.open.isEmpty { return (settings.maxFixRounds, "a confirmed finding stays open") }
        return (settings.maxFixRounds, "the fix rounds are used up")
    }

    /// Runs one retry; role and temperature vary, so that the model does not repeat its wrong answer.
    private mutating func retry(_ round: Int, _ ratchet: inout Ratchet) async throws -> Bool {
        if round > 1, !analyzed {
            analyzed = true
            analysis = try await Analyze(attempt: attempt).run()
        }
        let failure = ratchet.report.map { FailureText.describe($0) }
        let answer: Candidate?
        if try await escalated(round) {
            answer = try await attempt.write(.fixer, .fix, analysis: analysis, failure: failure, current: ratchet.best?.files)
        } else {
            answer = try await isStuck(ratchet) ? sample() : repair(round, failure, ratchet)
        }
        guard let candidate = answer else { return false }
        if ratchet.isRepeat(candidate) {
            try await attempt.note(.fix, "round \(round): the same code again")
            return false
        }
        let before = ratchet.best
        let report = try await attempt.judge(candidate, &ratchet, round: round)
        failures[report.failureSignature, default: 0] += 1
        let kept = ratchet.best != before
        try await attempt.note(
            .fix, "round \(round): \(report.verdict.rawValue), \(kept ? "kept" : "dropped by the ratchet")")
        return kept
    }

    private func isStuck(_ ratchet: Ratchet) -> Bool {
        ratchet.report.map { (failures[$0.failureSignature] ?? 0) >= Self.retriesOfOneFailure } ?? false
    }

    /// Asks for a fresh sample: the prompt shows neither the report nor the code that failed.
    private func sample() async throws -> Candidate? {
        try await attempt.note(.fix, "the same failure after \(Self.retriesOfOneFailure) repairs: a fresh sample")
        return try await attempt.write(.implementer, .fix, temperature: settings.retryTemperature)
    }

    /// Switches to the stronger model if this is the last round and one is configured; returns whether it did.
    private func escalated(_ round: Int) async throws -> Bool {
        guard round == settings.maxFixRounds, let model = settings.escalateTo else { return false }
        try await attempt.note(.fix, "the last round is for the stronger model \(model)")
        await attempt.conversation.escalate(to: model)
        return true
    }

    private func repair(_ round: Int, _ failure: String?, _ ratchet: Ratchet) async throws -> Candidate? {
        let role = round % 2 == 1 ? Role.fixer : .implementer
        return try await attempt.write(
            role, .fix,
            // The last round leaves out the analysis, which may be what is wrong.
            analysis: round == settings.maxFixRounds ? nil : analysis, failure: settings.retry(role) == .blind ? nil : failure,
            current: settings.retry(role) == .showCode ? ratchet.best?.files : nil, temperature: settings.retryTemperature)
    }

    /// Asks for code that fixes the confirmed findings of the review; it must also pass every visible check.
    private func mend(_ round: Int, _ ratchet: inout Ratchet) async throws -> Bool {
        let findings = ratchet.open
        let isEscalated = try await escalated(round)
        guard
            let candidate = try await attempt.write(
                .fixer, .fix, analysis: analysis, failure: findings.map(\.demand).joined(separator: "\n"),
                current: isEscalated || settings.retry(.fixer) == .showCode ? ratchet.best?.files : nil,
                temperature: settings.retryTemperature), !ratchet.isRepeat(candidate)
        else { return false }
        let report = try await attempt.verifier.verify(candidate, scope: .visible)
        let mended = report.verdict.isSolved ? try await ReviewTrial(attempt: attempt).allHold(findings, on: candidate) : false
        if mended { ratchet.replace(candidate, report) }
        try await attempt.events.record(.verified(candidate, report, round: round, best: mended))
        try await attempt.note(.fix, "round \(round): \(mended ? "a confirmed finding was fixed" : "a confirmed finding stays open")")
        return mended
    }
}

extension ReviewReport {
    /// A digest of verdict and errors: equal for two candidates that fail in the same way.
    var failureSignature: String {
        Digest.of(([verdict.rawValue] + findings.filter { $0.severity == .error }.map(\.fingerprint).sorted()).joined(separator: "\n"))
    }
}
