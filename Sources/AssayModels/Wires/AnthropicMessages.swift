import AssayCore
import AssaySupport

/// Anthropic's messages (docs.anthropic.com/en/api/messages); it knows no seed.
///
/// A schema is enforced by a tool that must be used, whose arguments are the answer.
struct AnthropicMessages: ModelWire {
    private struct CacheControl: Encodable { var type = "ephemeral" }

    private struct Block: Encodable {
        var type = "text"
        var text: String
        /// Marks the end of what calls about one task share.
        var cacheControl: CacheControl?
    }

    private struct Message: Encodable {
        var role: ModelMessage.Speaker
        var content: [Block]
    }

    private struct Tool: Encodable {
        var name = "answer"
        var description = "Gives the answer."
        var inputSchema: JSONValue
    }

    private struct Choice: Encodable {
        var type = "tool"
        var name = "answer"
    }

    private struct Body: Encodable {
        var model: String
        var system: [Block]?
        var messages: [Message]
        var maxTokens: Int
        var temperature: Double
        var stream = true
        var tools: [Tool]?
        var toolChoice: Choice?
    }

    func message(_ request: ModelRequest, model: String) throws(ModelError) -> WireMessage {
        let system = request.messages.filter { $0.role == .system }.map { Block(text: $0.content) }
        let messages = request.messages.filter { $0.role != .system }.map { message in
            let (stable, rest) = message.parts
            let blocks = (stable.map { [Block(text: $0, cacheControl: CacheControl())] } ?? []) + (rest.isEmpty ? [] : [Block(text: rest)])
            return Message(role: message.role, content: blocks)
        }
        return try WireMessage(
            "/messages", headers: [("anthropic-version", "2023-06-01")],
            Body(
                model: model, system: system.isEmpty ? nil : system, messages: messages, maxTokens: request.maxTokens,
                // Its range ends at 1.
                temperature: min(request.temperature, 1), tools: request.schema.map { [Tool(inputSchema: $0)] },
                toolChoice: request.schema.map { _ in Choice() }))
    }

    func authorization(_ key: String) -> (name: String, value: String) { ("x-api-key", key) }

    func reader() -> any AnswerReader { Reader() }

    private struct Reader: AnswerReader {
        private struct Usage: Decodable {
            var inputTokens: Int?
            var outputTokens: Int?
            var cacheReadInputTokens: Int?
            var cacheCreationInputTokens: Int?
        }
        private struct Item: Decodable {
            struct Start: Decodable {
                var model: String?
                var usage: Usage?
            }
            struct Delta: Decodable {
                var type: String?
                var text: String?
                var partialJson: String?
                var stopReason: String?
            }
            struct Problem: Decodable {
                var type: String?
                var message: String?
            }
            var type: String
            var message: Start?
            var delta: Delta?
            var usage: Usage?
            var error: Problem?
        }

        var answer = StreamedAnswer()

        mutating func read(_ event: EventStream.Event) throws(ModelError) {
            let item = try decode(Item.self, event)
            switch item.type {
            case "message_start":
                answer.model = item.message?.model
                count(item.message?.usage)
            case "content_block_delta": answer.text += item.delta?.text ?? item.delta?.partialJson ?? ""
            case "message_delta":
                count(item.usage)
                answer.finish = item.delta?.stopReason.map(Self.word) ?? answer.finish
            case "message_stop": answer.ended = true
            case "error":
                if item.error?.type == "overloaded_error" {
                    answer.overloaded = true
                } else {
                    throw failure(item.error?.message)
                }
            default: break
            }
        }

        /// Counts come in two events and are totals, the cached part beside the rest.
        private mutating func count(_ usage: Usage?) {
            guard let usage else { return }
            if let input = usage.inputTokens, input + (usage.cacheReadInputTokens ?? 0) > 0 {
                answer.usage.cached = usage.cacheReadInputTokens ?? 0
                answer.usage.prompt = input + answer.usage.cached + (usage.cacheCreationInputTokens ?? 0)
            }
            answer.usage.completion = usage.outputTokens ?? answer.usage.completion
        }

        private static func word(_ reason: String) -> String {
            switch reason {
            case "end_turn", "stop_sequence", "tool_use": "stop"
            case "max_tokens": "length"
            default: reason
            }
        }
    }
}
