import AssayCore

/// Fix rounds: driven by the report, held by the ratchet, ended by stagnation or budget.
struct Fix {
    let attempt: Attempt

    /// Returns the rounds used and why it stopped.
    func run(_ analysis: String?, _ ratchet: inout Ratchet) async throws -> (Int, String) {
        let settings = attempt.settings
        var reviewed = false
        var failure: String?
        for round in 1...(settings.maxFixRounds + 1) {
            if ratchet.report?.verdict.isSolved == true {
                guard settings.review, !reviewed, let best = ratchet.best else {
                    return (round - 1, "all visible checks pass")
                }
                reviewed = true
                let confirmed = try await Review(attempt: attempt).run(best)
                if confirmed.isEmpty { return (round - 1, "all visible checks pass, review confirmed nothing") }
                if round > settings.maxFixRounds { break }
                return try await fixConfirmed(confirmed, analysis, &ratchet, round: round)
            }
            if round > settings.maxFixRounds { break }
            failure = ratchet.report.map { FailureText.describe($0) }
            try await retry(round, analysis, failure, &ratchet)
        }
        return (settings.maxFixRounds, "the fix rounds are used up")
    }

    /// One retry; roles and temperature vary so that the same wrong answer does not come again.
    private func retry(
        _ round: Int, _ analysis: String?, _ failure: String?, _ ratchet: inout Ratchet
    ) async throws {
        let settings = attempt.settings
        let shown = settings.retry == .blind ? nil : failure
        let code = settings.retry == .showCode ? ratchet.best?.files : nil
        guard
            let candidate = try await attempt.write(
                round % 2 == 1 ? .fixer : .implementer, .fix,
                // The last round drops the analysis too, in case that is what misleads.
                analysis: round == settings.maxFixRounds ? nil : analysis, failure: shown,
                current: code, temperature: settings.retryTemperature)
        else { return }
        if ratchet.isRepeat(candidate) {
            try await attempt.note(.fix, "round \(round): the same code again")
            return
        }
        let before = ratchet.best
        let report = try await attempt.judge(candidate, &ratchet, round: round)
        let kept = ratchet.best != before
        try await attempt.note(
            .fix, "round \(round): \(report.verdict.rawValue), \(kept ? "kept" : "dropped by the ratchet")")
    }

    /// Fixes a confirmed finding; the new code must keep every visible check and mend the finding.
    private func fixConfirmed(
        _ findings: [ReviewFinding], _ analysis: String?, _ ratchet: inout Ratchet, round: Int
    ) async throws -> (Int, String) {
        let must = findings.map { "- `\($0.call)` must return `\($0.expected)`: \($0.claim)" }
        guard
            let candidate = try await attempt.write(
                .fixer, .fix, analysis: analysis, failure: must.joined(separator: "\n"),
                temperature: attempt.settings.retryTemperature), !ratchet.isRepeat(candidate)
        else { return (round, "a confirmed finding stays open") }
        let report = try await attempt.verifier.verify(candidate, scope: .visible)
        let probes = try await attempt.verifier.probe(candidate, findings.map(\.call)) ?? []
        let mended = zip(findings, probes).allSatisfy { finding, probe in
            probe.value.map { Review.same($0, finding.expected) } ?? false
        }
        let better = report.verdict.isSolved && mended && !probes.isEmpty
        if better { ratchet.replace(candidate, report) }
        try await attempt.events.record(.verified(candidate, report, round: round, best: better))
        return (round, better ? "a confirmed finding was mended" : "a confirmed finding stays open")
    }
}
