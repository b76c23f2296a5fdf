import AssayCore
import AssaySupport

/// OpenAI's responses (platform.openai.com/docs/api-reference/responses), which have no seed.
struct OpenAIResponses: ModelWire {
    private struct Body: Encodable {
        struct Message: Encodable {
            var role: ModelMessage.Speaker
            var content: String
        }
        struct Text: Encodable {
            struct Format: Encodable {
                var type = "json_schema"
                var name = "answer"
                var schema: JSONValue
            }
            var format: Format
        }
        struct Reasoning: Encodable { var effort: String }
        var model: String
        var input: [Message]
        var maxOutputTokens: Int
        var temperature: Double?
        var reasoning: Reasoning?
        var promptCacheKey: String?
        var stream: Bool
        /// False, so that the provider does not keep the conversation.
        var store = false
        var text: Text?
    }

    func message(_ request: ModelRequest, model: String, shape: RequestShape) throws(ModelError) -> WireMessage {
        try WireMessage(
            "/responses",
            Body(
                model: model, input: request.messages.map { .init(role: $0.role, content: $0.content) },
                maxOutputTokens: shape.limit(request.maxTokens), temperature: shape.sendsTemperature ? request.temperature : nil,
                reasoning: shape.reasoning.map { .init(effort: $0.level.rawValue) },
                promptCacheKey: shape.sendsCacheKey ? request.cacheKey : nil, stream: shape.streams,
                text: shape.schema == .none ? nil : request.schema.map { .init(format: .init(schema: $0)) }))
    }

    func reader() -> any AnswerReader { Reader() }

    private struct Reader: AnswerReader {
        var answer = StreamedAnswer()

        mutating func read(_ value: JSONValue) throws(ServerFailure) {
            let response = value["response"]
            answer.model = (response ?? value)["model"]?.text ?? answer.model
            guard let type = value["type"]?.text else {
                // A value without a type is not an event but the whole response.
                return try end(value)
            }
            switch type {
            case "response.output_text.delta":
                answer.isBegun = true
                answer.append(value["delta"]?.text)
            case "response.refusal.delta":
                answer.isBegun = true
                answer.append(value["delta"]?.text)
                refuse()
            case "response.reasoning_text.delta", "response.reasoning_summary_text.delta":
                answer.isBegun = true
                answer.thoughtBytes += value["delta"]?.text?.utf8.count ?? 0
            case "response.completed", "response.incomplete", "response.failed": try end(response ?? .null)
            case "error": throw ServerFailure(problem: value, words: ServerWords.of(value))
            default: break
            }
        }

        private mutating func refuse() { answer.finish = AnswerEnd.refusal.rawValue }

        private mutating func end(_ response: JSONValue) throws(ServerFailure) {
            let status = response["status"]?.text
            if status == "failed" || response["error"]?.isSomething == true {
                throw ServerFailure(problem: response["error"] ?? .null, words: ServerWords.of(response))
            }
            guard case .object = response, status != "in_progress", status != "queued" else { return }
            answer.isBegun = true
            // The text is taken from here only when no deltas brought it before.
            take(response["output"]?.items ?? [], hasText: answer.text.isEmpty)
            switch response["incomplete_details"]?["reason"]?.text {
            case "max_output_tokens": answer.finish = AnswerEnd.length.rawValue
            case "content_filter": answer.finish = AnswerEnd.contentFilter.rawValue
            case let reason?: answer.finish = reason
            case nil: answer.finish = answer.finish ?? AnswerEnd.stop.rawValue
            }
            let usage = response["usage"]
            answer.counts.prompt = usage?["input_tokens"]?.tokens
            answer.counts.completion = usage?["output_tokens"]?.tokens
            answer.counts.cached = usage?["input_tokens_details"]?["cached_tokens"]?.tokens
            if (usage?["output_tokens_details"]?["reasoning_tokens"]?.tokens ?? 0) > 0 { answer.hasThoughts = true }
        }

        private mutating func take(_ items: [JSONValue], hasText: Bool) {
            for item in items {
                switch item["type"]?.text {
                case "function_call", "custom_tool_call": answer.callsTools = true
                case "reasoning":
                    let parts = (item["summary"]?.items ?? []) + (item["content"]?.items ?? [])
                    if answer.thoughtBytes == 0 { answer.thoughtBytes = parts.reduce(0) { $0 + ($1["text"]?.text?.utf8.count ?? 0) } }
                default:
                    for part in item["content"]?.items ?? [] {
                        if hasText { answer.append(part["text"]?.text ?? part["refusal"]?.text) }
                        if part["refusal"]?.isSomething == true { refuse() }
                    }
                }
            }
        }
    }
}
