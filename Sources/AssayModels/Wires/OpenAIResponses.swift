import AssayCore
import AssaySupport

/// OpenAI's responses (platform.openai.com/docs/api-reference/responses); it knows no seed.
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
        var model: String
        var input: [Message]
        var maxOutputTokens: Int
        var temperature: Double
        var stream = true
        /// Nothing of ours is to be kept there.
        var store = false
        var text: Text?
    }

    func message(_ request: ModelRequest, model: String) throws(ModelError) -> WireMessage {
        try WireMessage(
            "/responses",
            Body(
                model: model, input: request.messages.map { .init(role: $0.role, content: $0.content) }, maxOutputTokens: request.maxTokens,
                temperature: request.temperature, text: request.schema.map { .init(format: .init(schema: $0)) }))
    }

    func reader() -> any AnswerReader { Reader() }

    private struct Reader: AnswerReader {
        private struct Item: Decodable {
            struct Response: Decodable {
                struct Usage: Decodable {
                    struct Details: Decodable { var cachedTokens: Int? }
                    var inputTokens: Int?
                    var outputTokens: Int?
                    var inputTokensDetails: Details?
                }
                struct Incomplete: Decodable { var reason: String? }
                struct Problem: Decodable { var message: String? }
                var model: String?
                var usage: Usage?
                var incompleteDetails: Incomplete?
                var error: Problem?
            }
            var type: String
            var delta: String?
            var response: Response?
            var message: String?
        }

        var answer = StreamedAnswer()

        mutating func read(_ event: EventStream.Event) throws(ModelError) {
            if event.data.trimmed == "[DONE]" { return }
            let item = try decode(Item.self, event)
            switch item.type {
            case "response.output_text.delta": answer.text += item.delta ?? ""
            case "response.refusal.delta":
                answer.text += item.delta ?? ""
                answer.finish = "refusal"
            case "response.completed", "response.incomplete": end(item.response)
            case "response.failed": throw failure(item.response?.error?.message)
            case "error": throw failure(item.message)
            default: break
            }
            answer.model = item.response?.model ?? answer.model
        }

        private mutating func end(_ response: Item.Response?) {
            answer.ended = true
            switch response?.incompleteDetails?.reason {
            case "max_output_tokens": answer.finish = "length"
            case "content_filter": answer.finish = "refusal"
            default: answer.finish = answer.finish ?? "stop"
            }
            answer.usage = TokenUsage(
                prompt: response?.usage?.inputTokens ?? 0, completion: response?.usage?.outputTokens ?? 0,
                cached: response?.usage?.inputTokensDetails?.cachedTokens ?? 0)
        }
    }
}
