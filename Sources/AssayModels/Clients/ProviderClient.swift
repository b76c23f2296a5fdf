package import AssayCore
import AssaySupport
import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Asks a model server over HTTP, streaming; what is special to a provider is in its `ModelWire`.
package struct ProviderClient: ModelClient {
    private let endpoint: ModelEndpoint
    private let wire: any ModelWire
    private let limiter: RateLimiter?

    package init(_ endpoint: ModelEndpoint) {
        self.endpoint = endpoint
        wire = endpoint.interface.wire
        limiter = endpoint.rates.map { RateLimiter($0) }
    }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        var failure = ModelError(.unreachable, "no attempt was made")
        for attempt in 0..<endpoint.attempts {
            do {
                return try await self.attempt(request)
            } catch let error as ServerFailure {
                failure = error.error
                guard error.mayPass, attempt + 1 < endpoint.attempts, !Task.isCancelled else { break }
                try? await Task.sleep(for: .seconds(RetryDelay.seconds(afterAttempt: attempt, asked: error.after)))
            } catch let error as ModelError {
                throw error
            } catch {
                if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
                throw ModelError(.malformed, "\(endpoint.baseURL): \(error)")
            }
        }
        throw failure
    }

    /// One attempt; an answer that takes too long is ended, whether it trickles or stands still.
    private func attempt(_ request: ModelRequest) async throws -> ModelReply {
        let key = try key()
        // Waiting for one's turn is no part of the answer's time.
        try await limiter?.wait(tokens: request.worstTokens)
        do {
            guard let reply = try await withDeadline(endpoint.wholeSeconds, { try await once(request, key) }) else {
                throw ModelError(
                    .timeout, "the model server at \(endpoint.baseURL) gave no whole answer within \(Text.decimal(endpoint.wholeSeconds, 0)) s")
            }
            return reply
        } catch var failure as ServerFailure {
            failure.error.message = Self.without(key, failure.error.message)
            throw failure
        }
    }

    private func once(_ request: ModelRequest, _ key: String?) async throws -> ModelReply {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await send(request, key)
        guard (200..<300).contains(response.status.code) else { return try await refused(response, request, key) }
        var stream = AnswerStream(wire.reader())
        do {
            for try await chunk in response.body { try stream.add(chunk.readableBytesView) }
        } catch let failure as ServerFailure {
            throw told(failure)
        } catch {
            if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
            // What the server does after the end of its answer is its own affair.
            if stream.answer.finish == nil {
                throw ServerFailure(
                    .interrupted, "the model server at \(endpoint.baseURL) broke off in mid-answer: is it still running?", mayPass: true)
            }
        }
        let answer: StreamedAnswer
        do {
            answer = try stream.end()
        } catch {
            throw told(error)
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

    /// The failure with the server's address.
    private func told(_ failure: ServerFailure) -> ServerFailure {
        var failure = failure
        failure.error.message = failure.error.message.replacing("the model server", with: "the model server at \(endpoint.baseURL)", maxReplacements: 1)
        return failure
    }

    private func key() throws(ModelError) -> String? {
        guard let name = endpoint.keyEnvironment else { return nil }
        guard let key = getenv(name).map({ String(cString: $0) }), !key.isEmpty else {
            throw ModelError(.refused, "the environment variable \(name) with the key is not set")
        }
        return key
    }

    /// Sends the request; follows redirects only where the key may go.
    private func send(_ request: ModelRequest, _ key: String?) async throws -> HTTPClientResponse {
        let message = try wire.message(request, model: endpoint.model)
        var address = endpoint.baseURL + message.path
        for _ in 0...Redirect.limit {
            let response = try await execute(message, at: address, key)
            guard (300..<400).contains(response.status.code) else { return response }
            switch Redirect(response.status.code, location: response.headers.first(name: "location"), from: address) {
            case .follow(let next): address = next
            case .refuse(let why): throw ServerFailure(.refused, "the model server at \(endpoint.baseURL) redirects \(why)", mayPass: false)
            }
        }
        throw ServerFailure(
            .refused, "the model server at \(endpoint.baseURL) redirects more than \(Redirect.limit) times; mend base_url", mayPass: false)
    }

    private func execute(_ message: WireMessage, at address: String, _ key: String?) async throws -> HTTPClientResponse {
        var call = HTTPClientRequest(url: address)
        call.method = .POST
        call.headers.add(name: "content-type", value: "application/json")
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
                .unreachable, "no model server answers at \(endpoint.baseURL); start one ('assay models serve') or mend base_url (\(said))",
                mayPass: true)
        }
    }

    /// Throws what a status other than 2xx means, unless it means that the prompt was withheld from the model.
    private func refused(_ response: HTTPClientResponse, _ request: ModelRequest, _ key: String?) async throws -> ModelReply {
        // Before it is cut, so that no part of a key is left.
        let body = Self.without(key, (try? await response.body.collect(upTo: 65536)).map { String(buffer: $0) } ?? "")
        let said = ServerWords.of(body: body)
        let status = response.status.code
        if status == 400 || status == 413, ModelError.saysTooLong(body) {
            throw ServerFailure(.contextLength, "the prompt is too long for the model: \(said)", mayPass: false)
        }
        // Azure's word for a prompt that its filter holds back.
        if status == 400, JSONText.value(body)?["error"]?["code"]?.text == AnswerEnd.contentFilter.rawValue {
            var answer = StreamedAnswer()
            answer.finish = AnswerEnd.contentFilter.rawValue
            return reply(answer, to: request, seconds: 0)
        }
        let after = RetryDelay.asked(response.headers)
        if status == 429 {
            throw ServerFailure(.rateLimited, "rate limited by \(endpoint.baseURL): \(said)", mayPass: true, after: after)
        }
        let mayPass = status >= 500 || status == 408
        throw ServerFailure(mayPass ? .unreachable : .refused, "\(endpoint.baseURL) answered \(status): \(said)", mayPass: mayPass, after: after)
    }

    /// A text in which the key, should a server repeat it, does not stand.
    private static func without(_ key: String?, _ text: String) -> String {
        guard let key, key.utf8.count >= 4 else { return text }
        return text.replacing(key, with: "[key]")
    }
}

extension ModelError {
    /// Whether a server's words mean that the prompt does not fit: each provider has its own.
    static func saysTooLong(_ text: String) -> Bool {
        ["exceed_context_size", "context_length_exceeded", "prompt is too long", "exceeds the maximum number of tokens", "maximum context length"]
            .contains { text.contains($0) }
    }
}
