package import AssayCore
package import AssaySupport
import FoundationEssentials
import Glibc

/// One recorded call.
private struct Take: Codable {
    var key: String
    /// The how-manieth call with this key.
    var occurrence: Int
    var request: ModelRequest
    var reply: ModelReply
}

/// Replays recorded answers, strictly: a question that was not recorded is an error.
package actor CassettePlayer: ModelClient {
    private var replies: [String: [Int: ModelReply]] = [:]
    private var counts: [String: Int] = [:]
    private let path: String

    /// Reads a cassette; it is untrusted input.
    package init(path: String) throws(InputError) {
        self.path = path
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw InputError(path, "the cassette cannot be read")
        }
        for (index, line) in text.lines.enumerated() {
            guard let take = try? JSON.decode(Take.self, String(line)), take.key == take.request.digest
            else {
                throw InputError("\(path):\(index + 1)", "not a recorded call, or its key does not match")
            }
            replies[take.key, default: [:]][take.occurrence] = take.reply
        }
    }

    /// The recorded answer to this occurrence of a question, which counts as asked only if there is one.
    func next(_ request: ModelRequest) -> ModelReply? {
        let key = request.digest
        let occurrence = counts[key, default: 0]
        // A resumed run asks again from the start; a recorded answer stays true for its question.
        guard let known = replies[key], var reply = known[occurrence] ?? known[0] else { return nil }
        counts[key] = occurrence + 1
        reply.recorded = true
        return reply
    }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        guard let reply = next(request) else {
            throw ModelError(
                .notRecorded,
                "the cassette \(path) holds no answer to this question to '\(request.model)'; record it again ('assay bench --record')"
            )
        }
        return reply
    }
}

/// Takes from a recording what it holds, asks another client for the rest, and records both.
///
/// A question that was asked before in every detail, its seed included, is not asked again: arms of an
/// experiment then draw alike (common random numbers), and differ only where their questions do.
package actor CassetteExtender: ModelClient {
    private let known: CassettePlayer
    private let recorder: CassetteRecorder
    /// Whether answers from the recording are written again, to a cassette of its own.
    private let copies: Bool
    private var asked: [String: ModelReply] = [:]

    /// Reads what is known from one cassette, and appends what is not to another or the same.
    package init(_ inner: any ModelClient, known path: String, to target: String) throws(InputError) {
        known = try CassettePlayer(path: path)
        recorder = try CassetteRecorder(recording: inner, to: target)
        copies = path != target
    }

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
}

/// Asks another client and writes every answer to a cassette.
package actor CassetteRecorder: ModelClient {
    private let inner: any ModelClient
    private let descriptor: CInt
    private var counts: [String: Int] = [:]

    /// Appends to a cassette file.
    package init(recording inner: any ModelClient, to path: String) throws(InputError) {
        self.inner = inner
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw InputError(path, "the cassette cannot be written") }
    }

    deinit { close(descriptor) }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        let reply = try await inner.complete(request)
        try keep(reply, of: request)
        return reply
    }

    /// Writes one answer.
    func keep(_ reply: ModelReply, of request: ModelRequest) throws(ModelError) {
        let key = request.digest
        let occurrence = counts[key, default: 0]
        counts[key] = occurrence + 1
        let take = Take(key: key, occurrence: occurrence, request: request, reply: reply)
        guard let line = try? JSON.line(take) else { return }
        let bytes = Array((line + "\n").utf8)
        // One write, so that lines of a killed run are whole or absent.
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw ModelError(.malformed, "the cassette could not be written: is the disk full?")
        }
    }
}
