import AssaySupport

/// Finds a model's context window in what servers tell about their models; each server has its own place for it.
enum WindowQuery {
    /// The window in OpenAI's list of models: vLLM's `max_model_len`, llama.cpp's `meta`, OpenRouter's `context_length`.
    ///
    /// A list of one model is that of the only one served, whatever its name.
    static func inList(_ value: JSONValue, model: String) -> Int? {
        let models = value["data"]?.items ?? []
        guard let found = models.first(where: { $0["id"]?.text == model }) ?? (models.count == 1 ? models.first : nil) else { return nil }
        let places = [
            found["max_model_len"], found["meta"]?["n_ctx"], found["context_length"], found["context_window"], found["max_context_length"],
        ]
        return places.lazy.compactMap { $0?.window }.first
    }

    /// The window of one slot in llama.cpp's `/props` (tools/server/README.md).
    static func inProperties(_ value: JSONValue) -> Int? {
        value["default_generation_settings"]?["n_ctx"]?.window ?? value["n_ctx"]?.window
    }

    /// The window in Anthropic's or Gemini's description of one model.
    static func inDescription(_ value: JSONValue) -> Int? { (value["max_input_tokens"] ?? value["inputTokenLimit"])?.window }

    /// The window with which Ollama runs a loaded model (`/api/ps`, docs/api.md).
    static func inLoaded(_ value: JSONValue, model: String) -> Int? {
        let models = value["models"]?.items ?? []
        return models.first { [model, model + ":latest"].contains($0["name"]?.text) }?["context_length"]?.window
    }

    /// The window that Ollama gives a model once it is loaded (`/api/show`): its `num_ctx`, else Ollama's own default.
    ///
    /// `model_info` tells for which window the model was made, which is not the one it is run with; a prompt beyond that one
    /// would be cut without a word.
    static func inShown(_ value: JSONValue) -> Int? {
        guard value["model_info"] != nil || value["parameters"] != nil else { return nil }
        let lines = (value["parameters"]?.text ?? "").lines.map { $0.split { $0 == " " || $0 == "\t" } }
        let made = value["model_info"].flatMap { info -> Int? in
            guard case .object(let values) = info else { return nil }
            return values.first { $0.key.hasSuffix(".context_length") }?.value.window
        }
        let set = lines.first { $0.count == 2 && $0[0] == "num_ctx" }.flatMap { Int($0[1]) }
        return set ?? min(made ?? ollamaDefault, ollamaDefault)
    }

    private static let ollamaDefault = 4096
}

extension JSONValue {
    /// A plausible size of a context window.
    fileprivate var window: Int? { tokens.flatMap { $0 >= 128 ? $0 : nil } }
}
