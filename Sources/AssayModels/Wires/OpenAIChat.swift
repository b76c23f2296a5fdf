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
        var maxTokens: Int?
        var maxCompletionTokens: Int?
        var temperature: Double?
        var seed: Int?
        var stream: Bool
        var streamOptions: StreamOptions?
        var responseFormat: Format?
        var reasoningEffort: String?
        /// Requests with the same key are sent to the same cache.
        var promptCacheKey: String?
    }

    func message(_ request: ModelRequest, model: String, shape: RequestShape) throws(ModelError) -> WireMessage {
        let limit = shape.limit(request.maxTokens)
        return try WireMessage(
            "/chat/completions",
            Body(
                model: model, messages: request.messages.map { .init(role: $0.role, content: $0.content) },
                maxTokens: shape.limitName == .maxTokens ? limit : nil,
                maxCompletionTokens: shape.limitName == .maxCompletionTokens ? limit : nil,
                temperature: shape.sendsTemperature ? request.temperature : nil, seed: shape.sendsSeed ? request.seed : nil,
                stream: shape.streams,
                streamOptions: shape.streams && shape.asksForUsage ? Body.StreamOptions() : nil,
                responseFormat: shape.schema == .none ? nil : request.schema.map { .init(jsonSchema: .init(schema: $0)) },
                reasoningEffort: shape.reasoning?.level.rawValue, promptCacheKey: shape.sendsCacheKey ? request.cacheKey : nil))
    }

    func reader() -> any AnswerReader { Reader() }

    private struct Reader: AnswerReader {
        var answer = StreamedAnswer()

        mutating func read(_ value: JSONValue) throws(ServerFailure) {
            if let model = value["model"]?.text, !model.isEmpty { answer.model = model }
            for choice in value["choices"]?.items ?? [] where choice["index"]?.tokens ?? 0 == 0 { read(choice: choice) }
            if let timings = value["timings"] { count(timings: timings) }
            if let usage = value["usage"], case .object = usage { count(usage) }
        }

        private mutating func count(_ usage: JSONValue) {
            let prompt = usage["prompt_tokens"]?.tokens
            answer.counts.prompt = prompt ?? answer.counts.prompt
            let rest = usage["total_tokens"]?.tokens.flatMap { total in prompt.map { total - $0 } }.flatMap { $0 < 0 ? nil : $0 }
            // Some servers count thoughts in the total only.
            answer.counts.completion = [usage["completion_tokens"]?.tokens, rest].compactMap { $0 }.max() ?? answer.counts.completion
            // OpenAI and most others; DeepSeek; Moonshot.
            let cached = [usage["prompt_tokens_details"]?["cached_tokens"], usage["prompt_cache_hit_tokens"], usage["cached_tokens"]]
            answer.counts.cached = cached.lazy.compactMap { $0?.tokens }.first ?? answer.counts.cached
            if (usage["completion_tokens_details"]?["reasoning_tokens"]?.tokens ?? 0) > 0 { answer.hasThoughts = true }
        }

        /// Reads llama.cpp's own counts, which it sends where `usage` was not asked for too.
        private mutating func count(timings: JSONValue) {
            let cached = timings["cache_n"]?.tokens
            answer.counts.cached = answer.counts.cached ?? cached
            answer.counts.prompt = answer.counts.prompt ?? timings["prompt_n"]?.tokens.map { $0 + (cached ?? 0) }
            answer.counts.completion = answer.counts.completion ?? timings["predicted_n"]?.tokens
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
