import AssayCore

/// Reads the server-sent events of a chat-completions stream.
struct ChatStream {
    private struct Chunk: Decodable {
        struct Choice: Decodable {
            struct Delta: Decodable { var content: String? }
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

    private(set) var text = ""
    private(set) var model: String?
    private(set) var usage = TokenUsage()
    private(set) var finish: String?
    /// Whether the server closed the stream properly.
    private(set) var finished = false
    private var pending = ""
    private static let limit = 4 << 20

    /// Adds bytes as they come; events may be split anywhere.
    mutating func add(_ bytes: String) throws(ModelError) {
        pending += bytes
        guard pending.utf8.count + text.utf8.count < Self.limit else {
            throw ModelError(.malformed, "the model's answer is larger than 4 MiB")
        }
        while let end = pending.firstIndex(where: \.isNewline) {
            let line = String(pending[..<end])
            pending = String(pending[pending.index(after: end)...])
            try event(line)
        }
    }

    private mutating func event(_ line: String) throws(ModelError) {
        guard line.hasPrefix("data:") else { return }
        let data = String(line.dropFirst(5)).trimmed
        if data == "[DONE]" {
            finished = true
            return
        }
        let chunk: Chunk
        do {
            chunk = try JSON.decode(Chunk.self, data)
        } catch {
            throw ModelError(.malformed, "the model server sent an event that is not JSON: \(TerminalText.line(data, limit: 120))")
        }
        if let problem = chunk.error {
            throw ModelError(.refused, "the model server said: \(problem.message ?? "unknown error")")
        }
        model = chunk.model ?? model
        for choice in chunk.choices ?? [] {
            text += choice.delta?.content ?? ""
            finish = choice.finishReason ?? finish
        }
        if let counted = chunk.usage {
            usage = TokenUsage(
                prompt: counted.promptTokens ?? 0, completion: counted.completionTokens ?? 0,
                cached: counted.promptTokensDetails?.cachedTokens ?? 0)
        }
    }
}
