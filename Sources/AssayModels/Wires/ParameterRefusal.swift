import AssaySupport

/// A response with status 400 or 422 that refuses a parameter of a request, and what to do about it.
///
/// Read from OpenAI's `error.param`, FastAPI's `detail[].loc` (vLLM, Mistral), Google's `fieldViolations`, or the message itself
/// (Anthropic, llama.cpp, Ollama). What is said of the model or of the messages is never taken for it.
struct ParameterRefusal: Error, Sendable, Equatable {
    /// The change that may satisfy the server.
    let change: ShapeChange
    /// The server's message.
    let said: String

    /// What was refused and what is done, for people.
    var note: String { "the model server said: \(said): \(change.words)" }

    /// Reads a body; nil when nothing that can be changed is refused.
    ///
    /// `limit` is the limit of output tokens that was sent.
    init?(_ body: String, shape: RequestShape, limit: Int) {
        let value = JSONText.value(body)
        let said = ServerWords.of(body: body)
        let problem = value.flatMap { $0["error"] ?? $0[0]?["error"] }
        // The whole message, which is cut for people only.
        let message = (problem?["message"]?.text ?? problem?.text ?? value?["message"]?.text ?? value?["detail"]?.text ?? body).lowercased()
        let fields = [problem?["param"]?.text].compactMap { $0 } + Self.fields(value) + Self.violations(problem)
        guard let change = Self.change(fields.map { $0.lowercased() }, message, shape, sent: limit), shape.applying(change) != nil else { return nil }
        self.change = change
        self.said = said
    }

    private static func change(_ fields: [String], _ message: String, _ shape: RequestShape, sent limit: Int) -> ShapeChange? {
        if let limited = OutputLimitWords.change(message, shape, sent: limit) { return limited }
        if message.contains("tool_choice"), shape.schema == .tool { return .drop(.schema) }
        // The only optional part that stands within the messages.
        if ([message] + fields).contains(where: { $0.contains("cache_control") }) { return .drop(.cacheMark) }
        let named = fields.lazy.compactMap { parameter(inField: $0, shape) }.first
        // A field that is no parameter of ours, the model or a message, is what is refused.
        let isOther = named == nil && fields.contains { !containers.contains($0) }
        guard !isOther, let parameter = named ?? parameter(inMessage: message, shape) else { return nil }
        switch parameter {
        case .limit: return nil
        case .reasoning:
            // Newer models of Claude think by themselves and take a level only.
            let wantsAdaptive = message.contains("adaptive") && !message.contains("adaptive thinking is not") && shape.thinking == .budget
            return wantsAdaptive ? .adaptive : .drop(.reasoning)
        default: return .drop(parameter)
        }
    }

    /// Fields that hold the parameters, so that the message has to tell what is meant.
    private static let containers: Set<String> = ["", "body", "generation_config", "generationconfig"]

    /// The parameter that a field's path names, the most particular part first.
    private static func parameter(inField field: String, _ shape: RequestShape) -> RequestParameter? {
        let parts = field.split { $0 == "." || $0 == "[" || $0 == "]" }.map(String.init)
        guard let first = parts.first, !["messages", "model", "input", "contents", "system"].contains(first) else { return nil }
        if parts.contains("effort") { return shape.sends(.reasoning) ? .reasoning : nil }
        return ([field] + parts.reversed()).lazy.compactMap { part in RequestParameter.allCases.first { shape.sends($0) && $0.names.contains(part) } }.first
    }

    /// The parameter that a message mentions first.
    private static func parameter(inMessage message: String, _ shape: RequestShape) -> RequestParameter? {
        guard message.firstMatch(of: /^\W*(?:messages|contents|input|model)\b\W*[.:\[0-9]|["'`]messages["'`]|messages\.\d|assistant message prefill/) == nil
        else {
            return nil
        }
        if message.contains("budget_tokens"), shape.sends(.reasoning) { return .reasoning }
        for word in message.matches(of: /[a-z_]+(?:\.[a-z_]+)*/) {
            let path = String(word.0)
            // `effort` and `format` alone are words of any message.
            guard path != "format" else { continue }
            if let found = parameter(inField: path, shape) { return found }
        }
        return message.contains("json schema") && shape.sends(.schema) ? .schema : nil
    }

    /// The fields that FastAPI's validation refuses: `{"detail": [{"loc": ["body", "seed"], "msg": …}]}`.
    private static func fields(_ value: JSONValue?) -> [String] {
        let details = (value?["detail"]?.items ?? []) + (value?["error"]?["detail"]?.items ?? [])
        return details.map { ($0["loc"]?.items ?? []).compactMap(\.text).filter { $0 != "body" }.joined(separator: ".") }.filter { !$0.isEmpty }
    }

    /// The fields that Google's `BadRequest` details name.
    private static func violations(_ problem: JSONValue?) -> [String] {
        (problem?["details"]?.items ?? []).flatMap { $0["fieldViolations"]?.items ?? [] }.compactMap { $0["field"]?.text }
    }
}
