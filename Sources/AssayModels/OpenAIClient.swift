package import AssayCore
import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Asks a server with the OpenAI chat-completions interface, streaming.
package struct OpenAIClient: ModelClient {
    package struct Endpoint: Sendable {
        package var baseURL: String
        /// The provider's name of the model.
        package var model: String
        /// The name of the environment variable that holds the key.
        package var keyEnvironment: String?
        /// Seconds without a byte before the call counts as dead.
        package var idleSeconds: Int64 = 300
        package var attempts = 4
        package init(baseURL: String, model: String, keyEnvironment: String? = nil) {
            self.baseURL = baseURL
            self.model = model
            self.keyEnvironment = keyEnvironment
        }
    }

    private let endpoint: Endpoint

    package init(_ endpoint: Endpoint) { self.endpoint = endpoint }

    package func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        var failure = ModelError(.unreachable, "no attempt was made")
        for attempt in 0..<endpoint.attempts {
            do {
                return try await once(request)
            } catch let error as Retry {
                failure = error.error
                guard attempt + 1 < endpoint.attempts, !Task.isCancelled else { break }
                // Full jitter, unless the server said how long (RFC 9110 §10.2.3).
                let base = 0.5 * Double(1 << attempt)
                let wait = error.after ?? Double.random(in: base / 2...base)
                try? await Task.sleep(for: .seconds(min(wait, 60)))
            } catch let error as ModelError {
                throw error
            } catch {
                throw ModelError(.malformed, "\(endpoint.baseURL): \(error)")
            }
        }
        throw failure
    }

    private struct Retry: Error {
        var error: ModelError
        var after: Double?
    }

    private func once(_ request: ModelRequest) async throws -> ModelReply {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await send(request)
        guard response.status == .ok else { throw try await refusal(response) }
        var reader = ChatStream()
        do {
            for try await chunk in response.body {
                try reader.add(String(buffer: chunk))
            }
        } catch let error as ModelError {
            throw error
        } catch {
            if error is CancellationError || Task.isCancelled { throw ModelError(.interrupted, "cancelled") }
            throw Retry(
                error: ModelError(
                    .interrupted,
                    "the model server at \(endpoint.baseURL) broke off in mid-answer: is it still running?"))
        }
        guard reader.finished else {
            throw Retry(
                error: ModelError(
                    .interrupted, "the model server at \(endpoint.baseURL) ended its answer early"))
        }
        let spent = clock.now - start
        return ModelReply(
            text: reader.text, servedBy: reader.model ?? endpoint.model, usage: reader.usage,
            finish: reader.finish ?? "stop",
            seconds: spent.seconds)
    }

    private func send(_ request: ModelRequest) async throws -> HTTPClientResponse {
        var call = HTTPClientRequest(url: endpoint.baseURL + "/chat/completions")
        call.method = .POST
        call.headers.add(name: "content-type", value: "application/json")
        if let name = endpoint.keyEnvironment {
            guard let key = getenv(name) else {
                throw ModelError(.refused, "the environment variable \(name) with the key is not set")
            }
            call.headers.add(name: "authorization", value: "Bearer \(String(cString: key))")
        }
        let body = ChatRequest(
            model: endpoint.model, messages: request.messages, maxTokens: request.maxTokens,
            temperature: request.temperature, seed: request.seed,
            responseFormat: request.schema.map { .init(jsonSchema: .init(schema: $0)) })
        call.body = .bytes(ByteBuffer(string: try JSON.line(body)))
        do {
            return try await Network.client.execute(
                call, timeout: .seconds(endpoint.idleSeconds * 4))
        } catch {
            throw Retry(
                error: ModelError(
                    .unreachable,
                    "no model server answers at \(endpoint.baseURL); start one ('assay models serve') or mend base_url (\(TerminalText.line("\(error)", limit: 120)))"
                ))
        }
    }

    private func refusal(_ response: HTTPClientResponse) async throws -> any Error {
        let body = (try? await response.body.collect(upTo: 65536)).map { String(buffer: $0) } ?? ""
        let said = TerminalText.line(body, limit: 300)
        let status = response.status.code
        if body.contains("exceed_context_size") || body.contains("context_length_exceeded") {
            return ModelError(.contextLength, "the prompt is too long for the model: \(said)")
        }
        let after = response.headers.first(name: "retry-after").flatMap { Double($0) }
        if status == 429 {
            return Retry(error: ModelError(.rateLimited, "rate limited by \(endpoint.baseURL): \(said)"), after: after)
        }
        if status >= 500 {
            return Retry(
                error: ModelError(.unreachable, "\(endpoint.baseURL) answered \(status): \(said)"),
                after: after)
        }
        return ModelError(.refused, "\(endpoint.baseURL) answered \(status): \(said)")
    }
}

/// The body of a chat-completions call.
private struct ChatRequest: Encodable {
    struct StreamOptions: Encodable { var includeUsage = true }
    struct Format: Encodable {
        struct Schema: Encodable {
            var name = "answer"
            var schema: JSONValue
        }
        var type = "json_schema"
        var jsonSchema: Schema
    }
    var model: String
    var messages: [ModelMessage]
    var maxTokens: Int
    var temperature: Double
    var seed: Int
    var stream = true
    var streamOptions = StreamOptions()
    var responseFormat: Format?
}
