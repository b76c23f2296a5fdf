package import AssayCore
package import AssaySupport

/// Replays recorded answers; a request that was not recorded is an error.
///
/// It is an actor because it counts the calls of each request.
package actor CassettePlayer: ModelClient {
    private var replies: [String: [Int: ModelReply]] = [:]
    private var counts: [String: Int] = [:]
    private let path: String

    /// What is wrong with lines that are no recorded calls, in their order; they answer nothing.
    package nonisolated let malformed: [InputError]

    /// Reads a cassette, packed or not, which is untrusted input; throws when it cannot be read or no line is a recorded call.
    package init(path: String) throws(InputError) {
        self.path = path
        var (replies, malformed) = ([String: [Int: ModelReply]](), [InputError]())
        try LineFile(path).forEach { error in
            malformed.append(error)
        } _: { bytes, _, number in
            if bytes.isEmpty || bytes == [0x0D] { return }
            do throws(InputError) {
                let call = try Self.call(bytes, at: "\(path):\(number)")
                replies[call.key, default: [:]][call.occurrence] = call.reply
            } catch {
                malformed.append(error)
            }
        }
        if replies.isEmpty, let first = malformed.first { throw first }
        (self.replies, self.malformed) = (replies, malformed)
    }

    /// Reads a line, which must be a recorded call under its own key.
    private static func call(_ bytes: [UInt8], at place: String) throws(InputError) -> RecordedCall {
        do {
            let call = try JSON.decode(RecordedCall.self, bytes)
            if call.key == call.request.digest { return call }
        } catch let error as JSONText.Problem {
            throw error.error(in: bytes, at: place)
        } catch {}
        throw InputError(place, "not a recorded call, or its key does not match")
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

    /// Returns the context window that was recorded; nil when none was.
    package func contextWindow(of model: String) async -> Int? {
        next(RecordedCall.windowRequest(model)).flatMap { Int($0.text) }
    }
}
