import AssayCore
import AssaySupport

/// What a role is asked to write, and what the prompt says beside the task.
struct Question {
    let role: Role
    let phase: Phase
    /// The tree that the answer changes.
    let work: WorkTree
    /// The analyst's points.
    var analysis: String?
    /// What this stage is to reach.
    var goal: String?
    /// What the checks say of the last answer.
    var failure: String?
    /// Whether files are shown as they are now, where the beginning of the prompt shows the pristine tree.
    var showsCurrent = false
    /// The files that may be written; nil for all deliverables.
    var only: [String]?
    /// The sampling temperature; nil for that of first answers.
    var temperature: Double?

    /// Asks a role to change a tree.
    init(_ role: Role, _ phase: Phase, on work: WorkTree) {
        (self.role, self.phase, self.work) = (role, phase, work)
    }

    /// The files that are shown as they are now: what differs from the pristine tree, and what is to be written.
    func current(in brief: TaskBrief) -> [String] {
        guard showsCurrent, !brief.isOpen else { return [] }
        let files = work.files
        return (work.change.files.paths + (only ?? [])).uniqued().filter { files[$0] != nil }.sorted()
    }
}
