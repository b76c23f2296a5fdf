import AssayCore
import AssaySupport

/// Gemini's streamGenerateContent (ai.google.dev/api/generate-content), as server-sent events.
struct GeminiContent: ModelWire {
    private struct Part: Encodable { var text: String }
    private struct Content: Encodable {
        var role: String?
        var parts: [Part]
    }

    private struct Generation: Encodable {
        var maxOutputTokens: Int
        var temperature: Double
        var seed: Int
        var responseMimeType: String?
        var responseJsonSchema: JSONValue?
    }

    private struct Body: Encodable {
        var systemInstruction: Content?
        var contents: [Content]
        var generationConfig: Generation
    }

    func message(_ request: ModelRequest, model: String) throws(ModelError) -> WireMessage {
        let system = request.messages.filter { $0.role == .system }.map { Part(text: $0.content) }
        let body = Body(
            systemInstruction: system.isEmpty ? nil : Content(parts: system),
            contents: request.messages.filter { $0.role != .system }.map {
                Content(role: $0.role == .assistant ? "model" : "user", parts: [Part(text: $0.content)])
            },
            generationConfig: Generation(
                maxOutputTokens: request.maxTokens, temperature: request.temperature, seed: request.seed,
                responseMimeType: request.schema.map { _ in "application/json" }, responseJsonSchema: request.schema))
        return try WireMessage("/models/\(model):streamGenerateContent?alt=sse", camel: body)
    }

    func authorization(_ key: String) -> (name: String, value: String) { ("x-goog-api-key", key) }

    func reader() -> any AnswerReader { Reader() }

    private struct Reader: AnswerReader {
        private struct Chunk: Decodable {
            struct Candidate: Decodable {
                struct Content: Decodable {
                    struct Part: Decodable {
                        var text: String?
                        /// A thought is no part of the answer.
                        var thought: Bool?
                    }
                    var parts: [Part]?
                }
                var content: Content?
                var finishReason: String?
            }
            struct Usage: Decodable {
                var promptTokenCount: Int?
                var candidatesTokenCount: Int?
                var thoughtsTokenCount: Int?
                var cachedContentTokenCount: Int?
            }
            struct Feedback: Decodable { var blockReason: String? }
            struct Problem: Decodable { var message: String? }
            var candidates: [Candidate]?
            var usageMetadata: Usage?
            var modelVersion: String?
            var promptFeedback: Feedback?
            var error: Problem?
        }

        var answer = StreamedAnswer()

        mutating func read(_ event: EventStream.Event) throws(ModelError) {
            guard let chunk = JSON.foreign(Chunk.self, event.data) else { throw Self.malformed(event) }
            if let problem = chunk.error { throw failure(problem.message) }
            answer.model = chunk.modelVersion ?? answer.model
            for candidate in chunk.candidates ?? [] {
                answer.text += (candidate.content?.parts ?? []).filter { $0.thought != true }.compactMap(\.text).joined()
                if let reason = candidate.finishReason {
                    answer.finish = Self.word(reason)
                    // There is no closing event: the reason is the end.
                    answer.ended = true
                }
            }
            if let reason = chunk.promptFeedback?.blockReason {
                answer.finish = "refusal"
                answer.text = "the prompt was blocked: \(TerminalText.line(reason))"
                answer.ended = true
            }
            if let usage = chunk.usageMetadata {
                answer.usage = TokenUsage(
                    prompt: usage.promptTokenCount ?? 0, completion: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
                    cached: usage.cachedContentTokenCount ?? 0)
            }
        }

        private static func malformed(_ event: EventStream.Event) -> ModelError {
            ModelError(.malformed, "the model server sent an event that is not JSON: \(TerminalText.line(event.data, limit: 120))")
        }

        private static func word(_ reason: String) -> String {
            switch reason {
            case "STOP": "stop"
            case "MAX_TOKENS": "length"
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII": "refusal"
            default: reason.lowercased()
            }
        }
    }
}
