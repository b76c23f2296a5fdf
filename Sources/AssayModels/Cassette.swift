package import AssayCore
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
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let take = try? JSON.decode(Take.self, String(line)), take.key == take.request.digest
            else {
                throw InputError("\(path):\(index + 1)", "not a recorded call, or its key does not match")
            }
            replies[take.key, default: [:]][take.occurrence] = take.reply
        }
    }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        let key = request.digest
        let occurrence = counts[key, default: 0]
        counts[key] = occurrence + 1
        // A resumed run asks again from the start; a recorded answer stays true for its question.
        guard let known = replies[key], var reply = known[occurrence] ?? known[0] else {
            throw ModelError(
                .notRecorded,
                "the cassette \(path) holds no answer to this question to '\(request.model)'; record it again ('assay bench --record')"
            )
        }
        reply.recorded = true
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
        let key = request.digest
        let occurrence = counts[key, default: 0]
        counts[key] = occurrence + 1
        let take = Take(key: key, occurrence: occurrence, request: request, reply: reply)
        guard let line = try? JSON.line(take) else { return reply }
        let bytes = Array((line + "\n").utf8)
        // One write, so that lines of a killed run are whole or absent.
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw ModelError(.malformed, "the cassette could not be written: is the disk full?")
        }
        return reply
    }
}
