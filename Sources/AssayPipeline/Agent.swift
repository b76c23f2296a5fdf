import AssayCore
import AssaySupport

/// A command that works in a folder by itself: an agent as a whole arm.
///
/// Between rounds it is given the report.
struct Agent {
    let attempt: Attempt

    func run() async throws -> AttemptOutcome {
        var ratchet = Ratchet()
        var stopped = "the command has ended"
        var last = 0
        do {
            var failure: String?
            for round in 0..<max(attempt.settings.rounds, 1) {
                last = round
                let work = ratchet.best?.work ?? attempt.pristine
                let change = try await change(of: work, failure)
                if change.isEmpty {
                    try await attempt.note(round == 0 ? .implement : .fix, "the command changed no file of the task")
                    break
                }
                let next = work.with(change)
                if ratchet.isRepeat(next.change) { break }
                let report = try await attempt.judge(next, &ratchet, round: round)
                if report.isDone {
                    stopped = "all visible checks pass"
                    break
                }
                failure = words(of: report, next, &ratchet)
            }
        } catch let error as ModelError where error.code == .budget {
            stopped = error.message
        }
        return await attempt.outcome(ratchet, rounds: last, stopped: stopped)
    }

    /// Runs the command on the work and returns what it changed.
    private func change(of work: WorkTree, _ failure: String?) async throws -> Candidate {
        let brief = attempt.brief
        let files = work.files.overlaid(with: brief.visibleTests)
        var values: [String: Any] = ["paths": brief.deliverables.joined(separator: ", ")]
        values["failure"] = failure
        let phase = failure == nil ? Phase.implement : .fix
        try await attempt.conversation.show(work.files)
        let reply = try await attempt.conversation.reply(.implementer, phase, attempt.prompts.render("agent", values), files: files)
        let written = reply.files ?? FileTree()
        let deleted = reply.deleted ?? []
        func mayChange(_ path: String) -> Bool { brief.mayDeliver(path) && !ControlFile.contains(path) }
        let change = Candidate(files: written.filtered(mayChange), deleted: Set(deleted.filter(mayChange)))
        let others = (written.paths + deleted).filter { !mayChange($0) }
        if !others.isEmpty { try await attempt.note(phase, "dropped: \(others.listed(atMost: 5)) (not deliverable)") }
        // What it changed counts; a command that only speaks may answer with files.
        guard change.isEmpty, others.isEmpty else { return change }
        return AnswerFiles.whole(reply.text, brief: brief, base: files).change
    }

    /// What the next round is told: what fails, and what was taken back.
    private func words(of report: ReviewReport, _ work: WorkTree, _ ratchet: inout Ratchet) -> String {
        guard let best = ratchet.best, best.work != work else { return FailureText.describe(report, limit: 20) }
        return FailureText.describe(best.report, limit: 20) + FailureText.undone(from: best.work.files, to: work.files)
    }
}
