package import AssaySupport

/// A request to a model.
package struct ModelRequest: Sendable, Codable, Equatable {
    /// The configured name of the model, not the provider's.
    package var model: String
    /// The messages, the system prompt first.
    package var messages: [ModelMessage]
    /// The largest number of tokens of the completion.
    package var maxTokens: Int
    /// The sampling temperature.
    package var temperature: Double
    /// The sampling seed.
    package var seed: Int
    /// Files that a command finds in its working folder and may change; models behind HTTP interfaces get none.
    package var files: FileTree?
    /// A JSON schema the answer must obey, where the server can enforce one.
    package var schema: JSONValue?

    /// Makes a request to a named model.
    package init(
        model: String, messages: [ModelMessage], maxTokens: Int, temperature: Double, seed: Int,
        schema: JSONValue? = nil, files: FileTree? = nil
    ) {
        self.files = files
        self.model = model
        self.messages = messages
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.seed = seed
        self.schema = schema
    }

    /// A name that all requests about one task with the same model share, for providers that keep a cache by such names.
    ///
    /// It is a digest of the beginning that the prompts have in common; nil when none is marked.
    package var cacheKey: String? {
        messages.lazy.compactMap { $0.parts.stable }.first.map { "assay-" + Digest.of(model + "\n" + $0).prefix(24) }
    }

    /// The largest possible number of tokens of the call, at three bytes a token, fewer than code models need.
    package var worstTokens: Int { messages.reduce(maxTokens) { $0 + $1.content.utf8.count / 3 } }

    /// The same as usage, an estimate: nothing cached, the longest answer.
    package var worstUsage: TokenUsage { TokenUsage(prompt: worstTokens - maxTokens, completion: maxTokens, estimated: worstTokens) }

    /// SHA-256 of everything that shapes the answer.
    package var digest: String {
        var digest = Digest()
        digest.add(model)
        for message in messages {
            digest.add(message.role.rawValue)
            digest.add(message.content)
        }
        digest.add("\(maxTokens)/\(temperature)/\(seed)")
        if let schema { digest.add((try? JSON.line(schema)) ?? "") }
        if let files { digest.add(files.digest) }
        return digest.hex
    }
}
