import AssayCore
import AssaySupport

extension Attempt {
    /// Asks a role for files, or in a fix round for changes to them; nil when the answer contains none.
    ///
    /// The prompt is the template `edit` for models that answer with changes, else `implement`; `failure` fills in what the
    /// fix prompt says of the checks that failed.
    func write(
        _ role: Role, _ phase: Phase, analysis: String? = nil, goal: String? = nil,
        failure: String? = nil, current: FileTree? = nil, only paths: [String]? = nil,
        temperature: Double? = nil
    ) async throws -> Candidate? {
        let base = brief.start.overlaid(with: current ?? FileTree())
        let wanted = paths ?? brief.deliverables
        var narrowed = brief
        narrowed.deliverables = wanted
        let isEdit = await conversation.editFormat(role) == .searchReplace && base.paths.contains(where: narrowed.mayDeliver)
        var values: [String: Any] = ["language": brief.language.rawValue]
        if let analysis { values["analysis"] = analysis }
        if let goal { values["goal"] = goal }
        if let failure { values["failure"] = failure }
        if let current {
            values["current"] = current.paths.map {
                TaskContext.file($0, current[$0] ?? "", brief.language)
            }
        }
        if let single = narrowed.singleDeliverable {
            values["single"] = single
        } else {
            values[narrowed.deliversFolder ? "choice" : "several"] = true
            // The statement comes last: a small model that reads it long before the code answers with unchanged code.
            if goal == nil { values["statement"] = brief.statement }
        }
        values["paths"] = wanted.joined(separator: ", ")
        if isEdit {
            let answer = try await conversation.ask(role, phase, prompts.render("edit", values), temperature: temperature)
            let changed = AnswerFiles.changes(answer, brief: narrowed, base: base)
            // An answer names only what it changes, so files of earlier answers are kept.
            if changed.problems.isEmpty { return Candidate(files: (current ?? FileTree()).overlaid(with: changed.files)) }
            try await note(
                phase, "the changes cannot be made, so whole files are asked for from now on: \(changed.problems.joined(separator: "; "))")
            await conversation.giveUpEdits(role)
        }
        let prompt = try prompts.render("implement", values)
        let answer = try await conversation.ask(role, phase, prompt, temperature: temperature)
        let written = AnswerFiles.whole(answer, brief: narrowed, base: base)
        if !written.problems.isEmpty { try await note(phase, "left out: \(written.problems.joined(separator: "; "))") }
        if written.files.isEmpty { try await note(phase, "the answer held no usable file") }
        return written.files.isEmpty ? nil : Candidate(files: written.files)
    }
}
