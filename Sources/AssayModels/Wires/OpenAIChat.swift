import AssayCore
import AssaySupport

/// OpenAI's chat completions (platform.openai.com/docs/api-reference/chat), as many servers speak it.
struct OpenAIChat: ModelWire {
    private struct Body: Encodable {
        struct StreamOptions: Encodable { var includeUsage = true }
        struct Format: Encodable {
            struct Schema: Encodable {
                var name = "answer"
                var schema: JSONValue
            }
            var type = "json_schema"
            var jsonSchema: Schema
        }
        struct Message: Encodable {
            var role: ModelMessage.Speaker
            var content: String
        }
        var model: String
        var messages: [Message]
        var maxTokens: Int
        var temperature: Double
        var seed: Int
        var stream = true
        var streamOptions = StreamOptions()
        var responseFormat: Format?
    }

    func message(_ request: ModelRequest, model: String) throws(ModelError) -> WireMessage {
        try WireMessage(
            "/chat/completions",
            Body(
                model: model, messages: request.messages.map { .init(role: $0.role, content: $0.content) }, maxTokens: request.maxTokens,
                temperature: request.temperature, seed: request.seed,
                responseFormat: request.schema.map { .init(jsonSchema: .init(schema: $0)) }))
    }

    func reader() -> any AnswerReader { Reader() }

    private struct Reader: AnswerReader {
        private struct Chunk: Decodable {
            struct Choice: Decodable {
                struct Delta: Decodable {
                    var content: String?
                    var refusal: String?
                }
                var delta: Delta?
                var finishReason: String?
            }
            struct Usage: Decodable {
                struct Details: Decodable { var cachedTokens: Int? }
                var promptTokens: Int?
                var completionTokens: Int?
                var promptTokensDetails: Details?
            }
            struct Problem: Decodable { var message: String? }
            var model: String?
            var choices: [Choice]?
            var usage: Usage?
            var error: Problem?
        }

        var answer = StreamedAnswer()

        mutating func read(_ event: EventStream.Event) throws(ModelError) {
            if event.data.trimmed == "[DONE]" {
                answer.ended = true
                return
            }
            let chunk = try decode(Chunk.self, event)
            if let problem = chunk.error { throw failure(problem.message) }
            answer.model = chunk.model ?? answer.model
            for choice in chunk.choices ?? [] {
                answer.text += choice.delta?.content ?? choice.delta?.refusal ?? ""
                if let finish = choice.finishReason { answer.finish = finish == "content_filter" ? "refusal" : finish }
                if choice.delta?.refusal != nil { answer.finish = "refusal" }
            }
            if let counted = chunk.usage {
                answer.usage = TokenUsage(
                    prompt: counted.promptTokens ?? 0, completion: counted.completionTokens ?? 0,
                    cached: counted.promptTokensDetails?.cachedTokens ?? 0)
            }
        }
    }
}
