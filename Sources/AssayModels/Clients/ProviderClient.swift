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
            } catch let error as Retry {
                failure = error.error
                guard attempt + 1 < endpoint.attempts, !Task.isCancelled else { break }
                // Full jitter, unless the server said how long (RFC 9110 §10.2.3).
                let base = 0.5 * Double(1 << attempt)
                let wait = error.after ?? Double.random(in: base / 2...base)
                try? await Task.sleep(for: .seconds(min(max(wait, 0), 60)))
            } catch let error as ModelError {
                throw error
            } catch {
                if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
                throw ModelError(.malformed, "\(endpoint.baseURL): \(error)")
            }
        }
        throw failure
    }

    private struct Retry: Error {
        var error: ModelError
        var after: Double?
    }

    /// One attempt; an answer that takes too long is ended, whether it trickles or stands still.
    private func attempt(_ request: ModelRequest) async throws -> ModelReply {
        // Waiting for one's turn is no part of the answer's time.
        try await limiter?.wait(tokens: request.worstTokens)
        guard let reply = try await withDeadline(endpoint.wholeSeconds, { try await once(request) }) else {
            throw ModelError(
                .timeout, "the model server at \(endpoint.baseURL) gave no whole answer within \(Text.decimal(endpoint.wholeSeconds, 0)) s")
        }
        return reply
    }

    private func once(_ request: ModelRequest) async throws -> ModelReply {
        let key = try key()
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await send(request, key)
        guard response.status == .ok else { throw try await refusal(response, key) }
        var reader = wire.reader()
        var events = EventStream()
        do {
            for try await chunk in response.body {
                for event in try events.add(chunk.readableBytesView) { try reader.read(event) }
            }
        } catch let error as ModelError {
            throw ModelError(error.code, Self.without(key, error.message))
        } catch {
            if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
            throw Retry(
                error: ModelError(
                    .interrupted, "the model server at \(endpoint.baseURL) broke off in mid-answer: is it still running?"))
        }
        let answer = reader.answer
        if answer.overloaded {
            throw Retry(error: ModelError(.unreachable, "the model server at \(endpoint.baseURL) is overloaded"))
        }
        guard answer.ended else {
            throw Retry(
                error: ModelError(.interrupted, "the model server at \(endpoint.baseURL) ended its answer early"))
        }
        let spent = clock.now - start
        await limiter?.used(answer.usage.total, of: request.worstTokens)
        return ModelReply(
            text: answer.text, servedBy: answer.model ?? endpoint.model, usage: answer.usage, finish: answer.finish ?? "stop",
            seconds: spent.seconds)
    }

    private func key() throws(ModelError) -> String? {
        guard let name = endpoint.keyEnvironment else { return nil }
        guard let key = getenv(name).map({ String(cString: $0) }), !key.isEmpty else {
            throw ModelError(.refused, "the environment variable \(name) with the key is not set")
        }
        return key
    }

    private func send(_ request: ModelRequest, _ key: String?) async throws -> HTTPClientResponse {
        let message = try wire.message(request, model: endpoint.model)
        var call = HTTPClientRequest(url: endpoint.baseURL + message.path)
        call.method = .POST
        call.headers.add(name: "content-type", value: "application/json")
        for (name, value) in message.headers { call.headers.add(name: name, value: value) }
        if let key {
            let header = wire.authorization(key)
            call.headers.add(name: header.name, value: header.value)
        }
        call.body = .bytes(ByteBuffer(string: message.body))
        do {
            return try await Network.client.execute(call, timeout: .seconds(Int64(endpoint.wholeSeconds.rounded(.up))))
        } catch {
            if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
            let said = TerminalText.line(Self.without(key, "\(error)"), limit: 120)
            throw Retry(
                error: ModelError(
                    .unreachable,
                    "no model server answers at \(endpoint.baseURL); start one ('assay models serve') or mend base_url (\(said))"))
        }
    }

    private func refusal(_ response: HTTPClientResponse, _ key: String?) async throws -> any Error {
        let body = (try? await response.body.collect(upTo: 65536)).map { String(buffer: $0) } ?? ""
        let said = TerminalText.line(Self.without(key, body), limit: 300)
        let status = response.status.code
        if status == 400 || status == 413, ModelError.saysTooLong(body) {
            return ModelError(.contextLength, "the prompt is too long for the model: \(said)")
        }
        let after = response.headers.first(name: "retry-after").flatMap { Double($0) }
        if status == 429 {
            return Retry(error: ModelError(.rateLimited, "rate limited by \(endpoint.baseURL): \(said)"), after: after)
        }
        if status >= 500 || status == 408 {
            return Retry(error: ModelError(.unreachable, "\(endpoint.baseURL) answered \(status): \(said)"), after: after)
        }
        return ModelError(.refused, "\(endpoint.baseURL) answered \(status): \(said)")
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
