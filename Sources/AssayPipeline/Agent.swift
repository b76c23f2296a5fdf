import AssayCore
import AssaySupport

/// One call of a command that works in a folder by itself: an agent as a whole arm.
struct Agent {
    let attempt: Attempt

    func run() async throws -> AttemptOutcome {
        var ratchet = Ratchet()
        var stopped = "the command has ended"
        do {
            let files = attempt.brief.start.overlaid(with: attempt.brief.visibleTests)
            let prompt = try attempt.prompts.render("agent", ["paths": attempt.brief.deliverables.joined(separator: ", ")])
            let reply = try await attempt.conversation.reply(.implementer, .implement, prompt, files: files)
            // What it changed counts; a command that only speaks may answer with files.
            let changed = (reply.files ?? FileTree()).filtered(attempt.brief.mayDeliver)
            let answer = changed.isEmpty ? AnswerFiles.whole(reply.text, brief: attempt.brief, base: files).files : changed
            let others = (reply.files ?? FileTree()).paths.filter { !attempt.brief.mayDeliver($0) }
            if !others.isEmpty {
                try await attempt.note(.implement, "left out, because the task does not ask for it: \(others.prefix(5).joined(separator: ", "))")
            }
            if answer.isEmpty {
                try await attempt.note(.implement, "the command changed no file of the task")
            } else {
                _ = try await attempt.judge(Candidate(files: answer), &ratchet, round: 0)
            }
        } catch let error as ModelError where error.code == .budget {
            stopped = error.message
        }
        return await attempt.outcome(ratchet, rounds: 0, stopped: stopped)
    }
}
