import AssayCore
import AssaySupport

/// OpenAI's chat completions (platform.openai.com/docs/api-reference/chat), with the variations of other servers.
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
        var answer = StreamedAnswer()

        mutating func read(_ value: JSONValue) throws(ServerFailure) {
            if let model = value["model"]?.text, !model.isEmpty { answer.model = model }
            for choice in value["choices"]?.items ?? [] where choice["index"]?.tokens ?? 0 == 0 { read(choice: choice) }
            guard let usage = value["usage"], case .object = usage else { return }
            let prompt = usage["prompt_tokens"]?.tokens
            answer.counts.prompt = prompt ?? answer.counts.prompt
            let rest = usage["total_tokens"]?.tokens.flatMap { total in prompt.map { total - $0 } }.flatMap { $0 < 0 ? nil : $0 }
            answer.counts.completion = usage["completion_tokens"]?.tokens ?? rest ?? answer.counts.completion
            answer.counts.cached = usage["prompt_tokens_details"]?["cached_tokens"]?.tokens ?? answer.counts.cached
        }

        /// Reads a `delta`, or, from servers that do not stream properly, a whole `message` or the `text` of a completion.
        private mutating func read(choice: JSONValue) {
            let (change, whole) = (choice["delta"], choice["message"])
            if let part = change?.isSomething == true ? change : whole ?? change, case .object = part {
                answer.isBegun = true
                let text = part["content"]?.contentText
                if change?.isSomething != true, let text, !text.isEmpty { answer.text = text } else { answer.append(text) }
                for name in ["reasoning_content", "reasoning", "thinking"] { answer.thoughtBytes += part[name]?.thoughtBytes ?? 0 }
                answer.thoughtBytes += part["content"]?.thoughtPartBytes ?? 0
                if part["tool_calls"]?.isSomething == true || part["function_call"]?.isSomething == true { answer.callsTools = true }
                if let refusal = part["refusal"]?.text, !refusal.isEmpty {
                    answer.append(refusal)
                    answer.finish = AnswerEnd.refusal.rawValue
                }
            } else if let text = choice["text"]?.text {
                answer.isBegun = true
                answer.append(text)
            }
            guard let reason = choice["finish_reason"]?.text, !reason.isEmpty else { return }
            if answer.finish != AnswerEnd.refusal.rawValue { answer.finish = reason == "function_call" ? AnswerEnd.toolCalls.rawValue : reason }
        }
    }
}
