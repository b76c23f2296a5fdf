import AssayCore
import AssaySupport

/// Fix rounds: driven by the report, held by the ratchet, ended by success, stagnation or budget.
struct Fix {
    let attempt: Attempt
    /// What the analysis said, if it was made already.
    var analysis: String?
    private var analyzed = false
    /// Code that was reviewed, so that none is reviewed twice.
    private var reviewed: Set<String> = []
    /// How many retries ended in each failure.
    private var failures: [String: Int] = [:]
    private var roundsWithoutProgress = 0
    /// As many retries with one failure are enough: repairing goes in circles, a fresh sample may not.
    private static let circles = 2

    init(attempt: Attempt, analysis: String?) {
        self.attempt = attempt
        self.analysis = analysis
        analyzed = analysis != nil || attempt.settings.begin == .plan || !attempt.settings.analyze
    }

    private var settings: PipelineSettings { attempt.settings }

    /// Returns the rounds used and why it stopped.
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

    /// One retry; roles and temperature vary so that the same wrong answer does not come again.
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
        ratchet.report.map { (failures[$0.failureSignature] ?? 0) >= Self.circles } ?? false
    }

    /// A fresh sample: neither the report nor the code that failed is shown.
    private func sample() async throws -> Candidate? {
        try await attempt.note(.fix, "the same failure after \(Self.circles) repairs: a fresh sample")
        return try await attempt.write(.implementer, .fix, temperature: settings.retryTemperature)
    }

    /// Whether this round is for the stronger model, which is named and takes over then.
    private func escalated(_ round: Int) async throws -> Bool {
        guard round == settings.maxFixRounds, let model = settings.escalateTo else { return false }
        try await attempt.note(.fix, "the last round is for the stronger model \(model)")
        await attempt.conversation.escalate(to: model)
        return true
    }

    private func repair(_ round: Int, _ failure: String?, _ ratchet: Ratchet) async throws -> Candidate? {
        try await attempt.write(
            round % 2 == 1 ? .fixer : .implementer, .fix,
            // The last round drops the analysis too, in case that is what misleads.
            analysis: round == settings.maxFixRounds ? nil : analysis, failure: settings.retry == .blind ? nil : failure,
            current: settings.retry == .showCode ? ratchet.best?.files : nil, temperature: settings.retryTemperature)
    }

    /// Mends confirmed findings; the new code must keep every visible check as well.
    private func mend(_ round: Int, _ ratchet: inout Ratchet) async throws -> Bool {
        let findings = ratchet.open
        let isEscalated = try await escalated(round)
        guard
            let candidate = try await attempt.write(
                .fixer, .fix, analysis: analysis, failure: findings.map(\.demand).joined(separator: "\n"),
                current: isEscalated || settings.retry == .showCode ? ratchet.best?.files : nil,
                temperature: settings.retryTemperature), !ratchet.isRepeat(candidate)
        else { return false }
        let report = try await attempt.verifier.verify(candidate, scope: .visible)
        let mended = report.verdict.isSolved ? try await ReviewTrial(attempt: attempt).allHold(findings, on: candidate) : false
        if mended { ratchet.replace(candidate, report) }
        try await attempt.events.record(.verified(candidate, report, round: round, best: mended))
        try await attempt.note(.fix, "round \(round): \(mended ? "a confirmed finding was mended" : "a confirmed finding stays open")")
        return mended
    }
}

extension ReviewReport {
    /// What failed and how, alike for two candidates that fail alike.
    var failureSignature: String {
        Digest.of(([verdict.rawValue] + findings.filter { $0.severity == .error }.map(\.fingerprint).sorted()).joined(separator: "\n"))
    }
}
