import AssayCore
import AssaySupport

/// Anthropic's Messages interface (docs.anthropic.com/en/api/messages), which has no seed.
///
/// A JSON schema is enforced by `output_config.format` (structured outputs), or for older models by a tool that the model must
/// call; the arguments of the call are the answer. While a model thinks, no tool can be forced and no temperature but 1 is taken.
struct AnthropicMessages: ModelWire {
    /// The version of the interface, which every request names.
    static let version = "2023-06-01"

    private struct CacheControl: Encodable { var type = "ephemeral" }

    private struct Block: Encodable {
        var type = "text"
        var text: String
        /// Marks the end of the part that calls about one task have in common, which the provider caches.
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
        var temperature: Double?
        var stream = true
        var thinking: AnthropicThinking?
        var outputConfig: OutputConfig?
        var tools: [Tool]?
        var toolChoice: Choice?
    }

    private struct OutputConfig: Encodable {
        struct Format: Encodable {
            var type = "json_schema"
            var schema: JSONValue
        }
        var effort: String?
        var format: Format?
    }

    func message(_ request: ModelRequest, model: String, shape: RequestShape) throws(ModelError) -> WireMessage {
        let system = request.messages.filter { $0.role == .system }.map { Block(text: $0.content) }
        let messages = request.messages.filter { $0.role != .system }.map { message in
            let (stable, rest) = message.parts
            let mark = shape.marksCache ? CacheControl() : nil
            let blocks = (stable.map { [Block(text: $0, cacheControl: mark)] } ?? []) + (rest.isEmpty ? [] : [Block(text: rest)])
            return Message(role: message.role, content: blocks)
        }
        let limit = shape.limit(request.maxTokens)
        let thinking = shape.reasoning.flatMap { AnthropicThinking($0, shape.thinking, limit: limit) }
        let format = shape.schema == .format ? request.schema.map { OutputConfig.Format(schema: AnthropicSchema.accepted($0)) } : nil
        let effort = shape.thinking == .adaptive ? shape.reasoning.flatMap(AnthropicThinking.effort) : nil
        let tool = shape.schema == .tool && thinking?.isOn != true ? request.schema : nil
        return try WireMessage(
            "/messages", headers: [("anthropic-version", Self.version)],
            Body(
                model: model, system: system.isEmpty ? nil : system, messages: messages, maxTokens: limit,
                // The interface allows temperatures up to 1, and none while the model thinks.
                temperature: shape.sendsTemperature && thinking?.isOn != true ? min(request.temperature, 1) : nil, thinking: thinking,
                outputConfig: effort == nil && format == nil ? nil : OutputConfig(effort: effort, format: format),
                tools: tool.map { [Tool(inputSchema: $0)] }, toolChoice: tool.map { _ in Choice() }))
    }

    func authorization(_ key: String) -> (name: String, value: String) { ("x-api-key", key) }

    func reader() -> any AnswerReader { Reader() }

    private struct Reader: AnswerReader {
        var answer = StreamedAnswer()

        mutating func read(_ value: JSONValue) throws(ServerFailure) {
            switch value["type"]?.text {
            case "message_start":
                answer.model = value["message"]?["model"]?.text
                count(value["message"]?["usage"])
            case "message":
                // A server that does not stream sends the whole message.
                answer.model = value["model"]?.text
                for block in value["content"]?.items ?? [] { begin(block) }
                end(value, value["usage"])
            case "content_block_start": begin(value["content_block"] ?? .null)
            case "content_block_delta":
                answer.isBegun = true
                let delta = value["delta"]
                answer.append(delta?["text"]?.text ?? delta?["partial_json"]?.text)
                answer.thoughtBytes += delta?["thinking"]?.text?.utf8.count ?? 0
            case "message_delta": end(value["delta"] ?? .null, value["usage"])
            case "message_stop": answer.isClosed = true
            default: break
            }
        }

        private mutating func begin(_ block: JSONValue) {
            answer.isBegun = true
            answer.append(block["text"]?.text)
            if ["thinking", "redacted_thinking"].contains(block["type"]?.text) { answer.hasThoughts = true }
            answer.thoughtBytes += block["thinking"]?.text?.utf8.count ?? 0
            guard block["type"]?.text == "tool_use" else { return }
            // Only this tool was offered; its arguments are the answer.
            guard block["name"]?.text == Choice().name else { return answer.callsTools = true }
            if let input = block["input"], input.isSomething { answer.append(try? JSON.line(input)) }
        }

        private mutating func end(_ part: JSONValue, _ usage: JSONValue?) {
            count(usage)
            guard let reason = part["stop_reason"]?.text else { return }
            answer.isBegun = true
            answer.finish = answer.callsTools && reason == "tool_use" ? AnswerEnd.toolCalls.rawValue : Self.word(reason)
        }

        /// Reads token counts, which come as totals in two events; cached tokens are not included in `input_tokens`.
        private mutating func count(_ usage: JSONValue?) {
            guard let usage else { return }
            let (read, written) = (usage["cache_read_input_tokens"]?.tokens ?? 0, usage["cache_creation_input_tokens"]?.tokens ?? 0)
            if let input = usage["input_tokens"]?.tokens, input + read > 0 {
                answer.counts.cached = read
                answer.counts.prompt = input + read + written
            }
            answer.counts.completion = usage["output_tokens"]?.tokens ?? answer.counts.completion
        }

        private static func word(_ reason: String) -> String {
            switch reason {
            case "end_turn", "stop_sequence", "tool_use": AnswerEnd.stop.rawValue
            case "max_tokens", "model_context_window_exceeded": AnswerEnd.length.rawValue
            default: reason
            }
        }
    }
}
