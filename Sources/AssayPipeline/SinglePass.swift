import AssayCore

/// One call, no feedback: the baseline.
struct SinglePass {
    let attempt: Attempt

    func run() async throws -> AttemptOutcome {
        var ratchet = Ratchet()
        var stopped = "one answer"
        do {
            if let work = try await attempt.write(Question(.implementer, .implement, on: attempt.pristine)) {
                _ = try await attempt.judge(work, &ratchet, round: 0)
            }
        } catch let error as ModelError where error.code == .budget {
            stopped = error.message
        }
        return try await attempt.outcome(ratchet, rounds: 0, stopped: stopped)
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
                var question = Question(.implementer, .implement, on: attempt.pristine)
                if index > 0 { question.temperature = attempt.settings.retryTemperature }
                guard let work = try await attempt.write(question), !ratchet.isRepeat(work.change) else { continue }
                if try await attempt.judge(work, &ratchet, round: index).isDone {
                    stopped = "visible checks pass"
                    break
                }
            }
        } catch let error as ModelError where error.code == .budget {
            stopped = error.message
        }
        return try await attempt.outcome(ratchet, rounds: lastIndex, stopped: stopped)
    }
}
