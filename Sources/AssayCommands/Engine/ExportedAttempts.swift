import AssayCore
import AssayExperiments
import AssayRender
import AssayStore
import AssaySupport

extension ExperimentResults {
    /// The finished attempts with what other people's formats want of them, those of one arm or all.
    func exported(arm: String?, from store: Store) throws -> [ExportedAttempt] {
        let candidates = try store.candidates(of: document.id)
        let beginnings = try store.beginnings(of: document.id)
        return document.cells.filter { arm == nil || $0.arm == arm }.compactMap { cell in
            guard let id = cell.attempt else { return nil }
            let candidate = candidates[id].flatMap { try? JSON.decode(Candidate.self, $0) }
            let request = beginnings[id]?.request.flatMap { try? JSON.decode(ModelRequest.self, $0) }
            return ExportedAttempt(
                cell: cell, started: beginnings[id]?.started ?? 0, prompt: request?.messages.last { $0.role == .user }?.content ?? cell.task,
                files: candidate?.files ?? FileTree(), reason: reasons[id], usage: usage[id] ?? [:])
        }
    }
}
