package import AssayCore
package import AssaySupport
import Glibc

/// Asks another client and appends each answer to a cassette.
///
/// It is an actor because it owns the open file and counts the calls of each request.
package actor CassetteRecorder: ModelClient {
    private let inner: any ModelClient
    private let descriptor: CInt
    private var counts: [String: Int] = [:]

    /// Opens a cassette for appending; throws when it cannot be written.
    package init(recording inner: any ModelClient, to path: String) throws(InputError) {
        self.inner = inner
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw InputError(path, "the cassette cannot be written: \(String(cString: strerror(errno)))", kind: .unwritable) }
    }

    deinit { close(descriptor) }

    /// Returns the inner client's answer after writing it; throws the inner client's error or a write failure.
    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        let reply = try await inner.complete(request)
        try keep(reply, of: request)
        return reply
    }

    /// Returns what the inner client knows of the window after writing it, since prompts depend on it.
    package func contextWindow(of model: String) async -> Int? {
        let size = await inner.contextWindow(of: model)
        if let size { keep(window: size, of: model) }
        return size
    }

    /// Appends the window of a model, once; a recording that cannot be written is reported by the first answer.
    func keep(window size: Int, of model: String) {
        let request = RecordedCall.windowRequest(model)
        guard counts[request.digest] == nil else { return }
        try? keep(ModelReply(text: "\(size)", servedBy: model, usage: TokenUsage(), finish: AnswerEnd.stop.rawValue, seconds: 0), of: request)
    }

    /// Appends one answer as a line; throws when the cassette cannot be written.
    func keep(_ reply: ModelReply, of request: ModelRequest) throws(ModelError) {
        let key = request.digest
        let occurrence = counts[key, default: 0]
        counts[key] = occurrence + 1
        let call = RecordedCall(key: key, occurrence: occurrence, request: request, reply: reply)
        guard let line = try? JSON.line(call) else { return }
        let bytes = Array((line + "\n").utf8)
        // One write for each line, so that a killed process leaves only whole lines.
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw ModelError(.malformed, "the cassette could not be written: is the disk full?")
        }
    }
}
