package import AssayCore
import AssaySupport
import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Asks a model server over HTTP and reads its answer as a stream; `ModelWire` holds the differences between providers.
package struct ProviderClient: ModelClient {
    let endpoint: ModelEndpoint
    let wire: any ModelWire
    let memory: RequestMemory
    private let limiter: RateLimiter?
    /// The largest number of parameters that are left out of one request.
    private static let mostRefusals = 8

    /// Makes a client of one model on a server.
    package init(_ endpoint: ModelEndpoint) {
        self.endpoint = endpoint
        wire = endpoint.interface.wire
        limiter = endpoint.rates.map { RateLimiter($0) }
        memory = RequestMemory(endpoint.shape)
    }

    /// Returns the answer to a request; temporary failures of the server are retried with growing delays.
    ///
    /// A request that is refused for a parameter is sent again without it, and so are later ones; the reply notes it once.
    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        var failure = ModelError(.unreachable, "no attempt was made")
        var shape = await memory.shape
        var refusals: [ParameterRefusal] = []
        var attempt = 0
        while attempt < endpoint.attempts {
            do {
                var reply = try await self.attempt(request, shape)
                reply.notes = await learned(refusals)
                return reply
            } catch let refusal as ParameterRefusal {
                failure = ModelError(.refused, "\(endpoint.publicURL) refused the request: \(refusal.said)")
                guard refusals.count < Self.mostRefusals, let changed = shape.applying(refusal.change), !Task.isCancelled else { break }
                refusals.append(refusal)
                shape = changed
            } catch let error as ServerFailure {
                failure = error.error
                attempt += 1
                guard error.isTemporary, attempt < endpoint.attempts, !Task.isCancelled else { break }
                try? await Task.sleep(for: .seconds(RetryDelay.seconds(afterAttempt: attempt - 1, asked: error.retryAfter)))
            } catch let error as ModelError {
                throw error
            } catch {
                if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
                throw ModelError(.malformed, "\(endpoint.publicURL): \(error)")
            }
        }
        throw failure
    }

    /// Keeps what an answered request taught, and returns a note on what is new in it; nil for nothing.
    private func learned(_ refusals: [ParameterRefusal]) async -> [String]? {
        var notes: [String] = []
        for refusal in refusals {
            let isNew = refusal.change.lasts ? await memory.learn(refusal.change) : true
            if isNew { notes.append(refusal.note) }
        }
        return notes.isEmpty ? nil : notes
    }

    /// Tries once; an answer that is not whole within the time limit is ended, whether data still comes or not.
    private func attempt(_ request: ModelRequest, _ shape: RequestShape) async throws -> ModelReply {
        let key = try key()
        // The time limit of the answer begins after the wait for the rate limit.
        try await limiter?.wait(tokens: request.worstTokens)
        do {
            guard let reply = try await withDeadline(endpoint.wholeSeconds, { try await once(request, shape, key) }) else {
                throw ModelError(
                    .timeout, "the model server at \(endpoint.publicURL) gave no whole answer within \(Text.decimal(endpoint.wholeSeconds, 0)) s")
            }
            return reply
        } catch var failure as ServerFailure {
            failure.error.message = Self.without(key, failure.error.message)
            throw failure
        }
    }

    private func once(_ request: ModelRequest, _ shape: RequestShape, _ key: String?) async throws -> ModelReply {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await send(request, shape, key)
        guard (200..<300).contains(response.status.code) else { return try await refused(response, to: request, shape, key) }
        if let coding = response.headers.first(name: "content-encoding"), coding.lowercased() != "identity" {
            throw ServerFailure(
                .malformed,
                "the model server at \(endpoint.publicURL) answers packed by \(TerminalText.line(coding, limit: 40)), which was not asked for: a proxy's doing?",
                isTemporary: false)
        }
        var stream = AnswerStream(wire.reader())
        do {
            for try await chunk in response.body { try stream.add(chunk.readableBytesView) }
        } catch let failure as ServerFailure {
            throw meaning(of: failure, in: stream, request, shape)
        } catch {
            if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
            // A connection that breaks after the end of the answer does no harm.
            if stream.answer.finish == nil {
                throw ServerFailure(
                    .interrupted, "the model server at \(endpoint.publicURL) broke off in mid-answer: is it still running?", isTemporary: true)
            }
        }
        let answer: StreamedAnswer
        do {
            answer = try stream.end()
        } catch {
            throw meaning(of: error, in: stream, request, shape)
        }
        let reply = reply(answer, to: request, seconds: (clock.now - start).seconds)
        await limiter?.used(reply.usage.total, of: request.worstTokens)
        return reply
    }

    private func reply(_ answer: StreamedAnswer, to request: ModelRequest, seconds: Double) -> ModelReply {
        let text = answer.wholeText
        return ModelReply(
            text: text, servedBy: answer.model ?? endpoint.model,
            usage: answer.counts.usage(of: request, text: text, thoughtBytes: answer.thoughtBytes, end: answer.end), finish: answer.end,
            seconds: seconds)
    }

    /// The refusal of a parameter that a proxy reports with status 200, or the failure itself with the server's address.
    private func meaning(of failure: ServerFailure, in stream: AnswerStream, _ request: ModelRequest, _ shape: RequestShape) -> any Error {
        let said = failure.error.message.replacing("the model server said: ", with: "", maxReplacements: 1)
        if failure.error.code == .refused, !failure.isTemporary, !stream.answer.isBegun,
            let refusal = ParameterRefusal(said, shape: shape, limit: shape.limit(request.maxTokens))
        {
            return refusal
        }
        return withAddress(failure)
    }

    /// The failure with the address of the server in its message.
    private func withAddress(_ failure: ServerFailure) -> ServerFailure {
        var failure = failure
        failure.error.message = failure.error.message.replacing("the model server", with: "the model server at \(endpoint.publicURL)", maxReplacements: 1)
        return failure
    }

    func key() throws(ModelError) -> String? {
        guard let name = endpoint.keyEnvironment else { return nil }
        guard let key = getenv(name).map({ String(cString: $0) }), !key.isEmpty else {
            throw ModelError(.refused, "the environment variable \(name) with the key is not set")
        }
        return key
    }

    /// Sends the request; a redirect is followed only to where the key may be sent.
    private func send(_ request: ModelRequest, _ shape: RequestShape, _ key: String?) async throws -> HTTPClientResponse {
        let message = try wire.message(request, model: endpoint.model, shape: shape)
        var address = endpoint.baseURL + message.path
        for _ in 0...Redirect.limit {
            let response = try await execute(message, at: address, key)
            guard (300..<400).contains(response.status.code) else { return response }
            switch Redirect(response.status.code, location: response.headers.first(name: "location"), from: address) {
            case .follow(let next): address = next
            case .refuse(let why): throw ServerFailure(.refused, "the model server at \(endpoint.publicURL) redirects \(why)", isTemporary: false)
            }
        }
        throw ServerFailure(
            .refused, "the model server at \(endpoint.publicURL) redirects more than \(Redirect.limit) times; correct base_url", isTemporary: false)
    }

    private func execute(_ message: WireMessage, at address: String, _ key: String?) async throws -> HTTPClientResponse {
        var call = HTTPClientRequest(url: address)
        call.method = .POST
        call.headers.add(name: "content-type", value: "application/json")
        call.headers.add(name: "accept-encoding", value: "identity")
        for (name, value) in message.headers { call.headers.add(name: name, value: value) }
        if let key {
            let header = wire.authorization(key)
            call.headers.add(name: header.name, value: header.value)
        }
        call.body = .bytes(ByteBuffer(string: message.body))
        do {
            return try await Network.withoutRedirects.execute(call, timeout: .seconds(Int64(endpoint.wholeSeconds.rounded(.up))))
        } catch {
            if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
            let said = TerminalText.line(Self.without(key, "\(error)"), limit: 120)
            throw ServerFailure(
                .unreachable, "no model server answers at \(endpoint.publicURL); start one ('assay models serve') or correct base_url (\(said))",
                isTemporary: true)
        }
    }

    /// Throws the failure that a status other than 2xx means; returns an empty answer when a content filter blocked the prompt.
    private func refused(
        _ response: HTTPClientResponse, to request: ModelRequest, _ shape: RequestShape, _ key: String?
    ) async throws -> ModelReply {
        // The key is removed before the text is shortened, which could leave part of it.
        let body = Self.without(key, (try? await response.body.collect(upTo: 65536)).map { String(buffer: $0) } ?? "")
        let said = ServerWords.of(body: body)
        let status = response.status.code
        if [400, 422].contains(status), let refusal = ParameterRefusal(body, shape: shape, limit: shape.limit(request.maxTokens)) { throw refusal }
        if status == 400 || status == 413, ModelError.saysTooLong(body) {
            throw ServerFailure(.contextLength, "the prompt is too long for the model: \(said)", isTemporary: false)
        }
        // Azure reports a prompt that its content filter blocks in this way.
        if status == 400, JSONText.value(body)?["error"]?["code"]?.text == AnswerEnd.contentFilter.rawValue {
            var answer = StreamedAnswer()
            answer.finish = AnswerEnd.contentFilter.rawValue
            return reply(answer, to: request, seconds: 0)
        }
        let after = RetryDelay.asked(response.headers)
        if status == 429 {
            throw ServerFailure(.rateLimited, "rate limited by \(endpoint.publicURL): \(said)", isTemporary: true, retryAfter: after)
        }
        let isTemporary = status >= 500 || status == 408
        throw ServerFailure(
            isTemporary ? .unreachable : .refused, "\(endpoint.publicURL) answered \(status): \(said)", isTemporary: isTemporary, retryAfter: after)
    }

    /// The text with the API key replaced, in case the server repeats it.
    private static func without(_ key: String?, _ text: String) -> String {
        guard let key, key.utf8.count >= 4 else { return text }
        return text.replacing(key, with: "[key]")
    }
}

extension ModelError {
    /// Whether a server's message says that the prompt exceeds the context window; the wording differs between providers.
    static func saysTooLong(_ text: String) -> Bool {
        ["exceed_context_size", "context_length_exceeded", "prompt is too long", "exceeds the maximum number of tokens", "maximum context length"]
            .contains { text.contains($0) }
    }
}
