package import AssayCore
package import AssaySupport
import FoundationEssentials

/// Replays recorded answers; a request that was not recorded is an error.
///
/// It is an actor because it counts the calls of each request.
package actor CassettePlayer: ModelClient {
    private var replies: [String: [Int: ModelReply]] = [:]
    private var counts: [String: Int] = [:]
    private let path: String

    /// Reads a cassette, which is untrusted input; throws when a line is not a recorded call under its own key.
    package init(path: String) throws(InputError) {
        self.path = path
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw InputError(path, "the cassette cannot be read", kind: .missing)
        }
        for (index, line) in text.lines.enumerated() {
            guard let call = try? JSON.decode(RecordedCall.self, String(line)), call.key == call.request.digest
            else {
                throw InputError("\(path):\(index + 1)", "not a recorded call, or its key does not match")
            }
            replies[call.key, default: [:]][call.occurrence] = call.reply
        }
    }

    /// Returns the recorded answer to this occurrence of a request and counts the occurrence; nil when there is no answer.
    func next(_ request: ModelRequest) -> ModelReply? {
        let key = request.digest
        let occurrence = counts[key, default: 0]
        // A resumed run repeats its first calls, so later occurrences without an answer of their own get the first one.
        guard let known = replies[key], var reply = known[occurrence] ?? known[0] else { return nil }
        counts[key] = occurrence + 1
        reply.recorded = true
        return reply
    }

    /// Returns the recorded answer; throws `notRecorded` when there is none.
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
