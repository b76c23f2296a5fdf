import AssaySupport

/// Structured data in a model's answer, with or without prose around it.
enum AnswerObject {
    /// Decodes from the first opening brace to the last closing one; nil when that is not what was asked for.
    static func read<Value: Decodable>(_ type: Value.Type, in answer: String) -> Value? {
        guard let open = answer.firstIndex(of: "{"), let close = answer.lastIndex(of: "}"), open < close else { return nil }
        return try? JSON.decode(type, String(answer[open...close]))
    }
}
