import AssayCore
import AssaySupport

/// Gemini's streamGenerateContent interface (ai.google.dev/api/generate-content), with server-sent events.
struct GeminiContent: ModelWire {
    private struct Part: Encodable { var text: String }
    private struct Content: Encodable {
        var role: String?
        var parts: [Part]
    }

    /// How much the model thinks: a level or a number of tokens, never both.
    private struct Thinking: Encodable {
        var thinkingLevel: String?
        var thinkingBudget: Int?

        init(_ reasoning: Reasoning, _ shape: RequestShape) {
            switch (reasoning, shape.thinking) {
            case (.effort(let effort), .level): thinkingLevel = Self.level(effort)
            // Numbers are still taken by newer models, and 0 means none.
            case (.budget, _), (.effort, _): thinkingBudget = reasoning.tokens
            }
        }

        /// Gemini's levels, of which each model takes some; thinking cannot be switched off where there are levels.
        private static func level(_ effort: Reasoning.Effort) -> String {
            switch effort {
            case .none, .minimal: "MINIMAL"
            case .low: "LOW"
            case .medium: "MEDIUM"
            case .high: "HIGH"
            case .xhigh, .max: "XHIGH"
            }
        }
    }

    private struct Generation: Encodable {
        var maxOutputTokens: Int
        var temperature: Double?
        var seed: Int?
        var responseMimeType: String?
        var responseJsonSchema: JSONValue?
        var thinkingConfig: Thinking?
    }

    private struct Body: Encodable {
        var systemInstruction: Content?
        var contents: [Content]
        var generationConfig: Generation
    }

    func message(_ request: ModelRequest, model: String, shape: RequestShape) throws(ModelError) -> WireMessage {
        let schema = shape.schema == .none ? nil : request.schema
        let system = request.messages.filter { $0.role == .system }.map { Part(text: $0.content) }
        let body = Body(
            systemInstruction: system.isEmpty ? nil : Content(parts: system),
            contents: request.messages.filter { $0.role != .system }.map {
                Content(role: $0.role == .assistant ? "model" : "user", parts: [Part(text: $0.content)])
            },
            generationConfig: Generation(
                maxOutputTokens: shape.limit(request.maxTokens), temperature: shape.sendsTemperature ? request.temperature : nil,
                seed: shape.sendsSeed ? request.seed : nil, responseMimeType: schema.map { _ in "application/json" }, responseJsonSchema: schema,
                thinkingConfig: shape.reasoning.map { Thinking($0, shape) }))
        return try WireMessage("/models/\(model):streamGenerateContent?alt=sse", camel: body)
    }

    func authorization(_ key: String) -> (name: String, value: String) { ("x-goog-api-key", key) }

    func reader() -> any AnswerReader { Reader() }

    private struct Reader: AnswerReader {
        var answer = StreamedAnswer()

        mutating func read(_ value: JSONValue) throws(ServerFailure) {
            answer.model = value["modelVersion"]?.text ?? answer.model
            if let candidate = value["candidates"]?[0] { read(candidate: candidate) }
            if let reason = value["promptFeedback"]?["blockReason"]?.text, reason != "BLOCK_REASON_UNSPECIFIED" {
                answer.isBegun = true
                answer.finish = AnswerEnd.contentFilter.rawValue
            }
            guard let usage = value["usageMetadata"], case .object = usage else { return }
            let prompt = usage["promptTokenCount"]?.tokens
            answer.counts.prompt = prompt ?? answer.counts.prompt
            // Counts of 0 are omitted; the total tells whether a missing count is 0 or unknown.
            let parts = ["candidatesTokenCount", "thoughtsTokenCount"].compactMap { usage[$0]?.tokens }
            let rest = usage["totalTokenCount"]?.tokens.flatMap { total in prompt.map { max(0, total - $0) } }
            answer.counts.completion = parts.isEmpty ? rest ?? answer.counts.completion : parts.reduce(0, +)
            answer.counts.cached = usage["cachedContentTokenCount"]?.tokens ?? answer.counts.cached
            if (usage["thoughtsTokenCount"]?.tokens ?? 0) > 0 { answer.hasThoughts = true }
        }

        private mutating func read(candidate: JSONValue) {
            answer.isBegun = true
            for part in candidate["content"]?["parts"]?.items ?? [] {
                // Thoughts are not part of the answer, but are counted.
                if part["thought"] == .bool(true) {
                    answer.thoughtBytes += part["text"]?.text?.utf8.count ?? 0
                } else {
                    answer.append(part["text"]?.text)
                }
                if part["functionCall"] != nil { answer.callsTools = true }
            }
            // The interface has no closing event: the reason ends the answer.
            if let reason = candidate["finishReason"]?.text, reason != "FINISH_REASON_UNSPECIFIED" { answer.finish = Self.word(reason) }
        }

        private static func word(_ reason: String) -> String {
            let end: AnswerEnd? =
                switch reason {
                case "STOP": .stop
                case "MAX_TOKENS": .length
                case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY": .contentFilter
                case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL": .toolCalls
                default: nil
                }
            return end?.rawValue ?? reason.lowercased()
        }
    }
}
