import AssayCore
package import AssayStore
import AssaySupport

extension ExperimentResults {
    /// Every attempt of the document's arms, with what the formats of other tools ask of them.
    package func exported(from store: Store) throws -> [ExportedAttempt] {
        let candidates = try store.candidates(of: document.id)
        let beginnings = try store.beginnings(of: document.id)
        return document.every.compactMap { attempt in
            guard let id = attempt.number else { return nil }
            let candidate = candidates[id].flatMap { try? JSON.decode(Candidate.self, $0) }
            let request = beginnings[id]?.request.flatMap { try? JSON.decode(ModelRequest.self, $0) }
            return ExportedAttempt(
                attempt, started: beginnings[id]?.started ?? 0,
                prompt: request?.messages.last { $0.role == .user }?.content ?? attempt.key.task,
                files: candidate?.files ?? FileTree(), reason: reasons[id], usage: usage[id] ?? [:])
        }
    }
}
