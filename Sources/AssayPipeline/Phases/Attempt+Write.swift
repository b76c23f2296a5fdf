import AssayCore
import AssaySupport

extension Attempt {
    /// Asks a role for files, or for changes to them; returns the tree after its answer, nil when that holds no change.
    ///
    /// The prompt is the template `edit` for models that answer with changes, else `implement`; `failure` fills in what the
    /// fix prompt says of the checks that failed. What of an answer is not used is said.
    func write(_ question: Question) async throws -> WorkTree? {
        let base = question.work.files
        try await conversation.show(base)
        var narrowed = brief
        if let only = question.only { (narrowed.deliverables, narrowed.isOpen) = (only, false) }
        let values = values(of: question, narrowed)
        let (role, phase) = (question.role, question.phase)
        if await conversation.editFormat(role) == .searchReplace && base.paths.contains(where: narrowed.mayDeliver) {
            let answer = try await conversation.ask(role, phase, prompts.render("edit", values), temperature: question.temperature)
            let changed = AnswerFiles.changes(answer, brief: narrowed, base: base)
            if changed.problems.isEmpty { return question.work.with(changed.change) }
            try await note(
                phase, "the changes cannot be made, so whole files are asked for from now on: \(changed.problems.joined(separator: "; "))")
            await conversation.giveUpEdits(role)
        }
        let answer = try await conversation.ask(role, phase, prompts.render("implement", values), temperature: question.temperature)
        let written = AnswerFiles.whole(answer, brief: narrowed, base: base)
        if !written.problems.isEmpty { try await note(phase, "dropped: \(written.problems.joined(separator: "; "))") }
        if written.change.isEmpty { try await note(phase, "the answer held no usable file") }
        return written.change.isEmpty ? nil : question.work.with(written.change)
    }

    /// The values of the templates.
    private func values(of question: Question, _ narrowed: TaskBrief) -> [String: Any] {
        var values: [String: Any] = ["language": brief.language.rawValue, "paths": narrowed.deliverables.joined(separator: ", ")]
        if settings.style(question.role) == .full { values["full"] = true }
        values["analysis"] = question.analysis
        values["goal"] = question.goal
        values["failure"] = question.failure
        let files = question.work.files
        let current = question.current(in: brief)
        if !current.isEmpty { values["current"] = current.map { TaskContext.file($0, files[$0] ?? "", brief.language) } }
        if let single = narrowed.singleDeliverable {
            values["single"] = single
        } else {
            values[narrowed.isOpen || narrowed.deliversFolder ? "choice" : "several"] = true
            // The statement comes last: a small model that reads it long before the code answers with unchanged code.
            if question.goal == nil { values["statement"] = brief.statement }
        }
        return values
    }
}
