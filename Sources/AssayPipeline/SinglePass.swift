import AssayCore

/// One call, no feedback: the baseline.
struct SinglePass {
    let attempt: Attempt

    func run() async throws -> AttemptOutcome {
        var ratchet = Ratchet()
        var stopped = "one answer"
        do {
            if let candidate = try await attempt.write(.implementer, .implement) {
                _ = try await attempt.judge(candidate, &ratchet, round: 0)
            }
        } catch let error as ModelError where error.code == .budget {
            stopped = error.message
        }
        return await attempt.outcome(ratchet, rounds: 0, stopped: stopped)
    }
}

/// Fresh samples until one passes the visible checks: the equal-budget control.
struct BestOfN {
    let attempt: Attempt

    func run() async throws -> AttemptOutcome {
        var ratchet = Ratchet()
        var stopped = "all samples drawn"
        var lastIndex = 0
        do {
            for index in 0..<attempt.settings.samples {
                lastIndex = index
                let warm = index == 0 ? nil : attempt.settings.retryTemperature
                guard
                    let candidate = try await attempt.write(
                        .implementer, .implement, temperature: warm)
                else { continue }
                if ratchet.isRepeat(candidate) { continue }
                if try await attempt.judge(candidate, &ratchet, round: index).verdict.isSolved {
                    stopped = "visible checks pass"
                    break
                }
            }
        } catch let error as ModelError where error.code == .budget {
            stopped = error.message
        }
        return await attempt.outcome(ratchet, rounds: lastIndex, stopped: stopped)
    }
}
