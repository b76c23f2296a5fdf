package import AssayCore
package import AssaySupport

/// Answers from a recording where possible, asks another client otherwise, and records all answers.
///
/// A request equal to an earlier one in every detail, including the seed, is not sent again: the arms of an experiment
/// then share random numbers (common random numbers) and differ only where their requests do. It is an actor because it
/// keeps the answers of this run.
package actor CassetteExtender: ModelClient {
    private let known: CassettePlayer
    private let recorder: CassetteRecorder
    /// Whether answers of the recording are copied to the target, because it is another file.
    private let copies: Bool
    private var asked: [String: ModelReply] = [:]

    /// Takes the known answers of the cassette at a path and appends new ones to `target`, which may be the same file.
    package init(_ inner: any ModelClient, known: CassettePlayer, from path: String, to target: String) throws(InputError) {
        self.known = known
        recorder = try CassetteRecorder(recording: inner, to: target)
        copies = path != target
    }

    /// Returns the known answer or the inner client's; throws the inner client's error.
    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        let key = request.digest
        if var reply = asked[key] {
            reply.recorded = true
            return reply
        }
        if let reply = await known.next(request) {
            if copies { try await recorder.keep(reply, of: request) }
            return reply
        }
        let reply = try await recorder.complete(request)
        asked[key] = reply
        return reply
    }

    /// Returns the recorded window, or what the inner client knows of it.
    package func contextWindow(of model: String) async -> Int? {
        if let size = await known.contextWindow(of: model) {
            if copies { await recorder.keep(window: size, of: model) }
            return size
        }
        return await recorder.contextWindow(of: model)
    }
}
