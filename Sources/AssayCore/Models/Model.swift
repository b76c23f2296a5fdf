package import AssaySupport

/// What a model is asked to be.
package enum Role: String, Sendable, Codable, CaseIterable {
    case analyst, planner, implementer, reviewer, fixer
}

/// One turn of a conversation.
package struct ModelMessage: Sendable, Codable, Equatable {
    package enum Speaker: String, Sendable, Codable { case system, user, assistant }
    package var role: Speaker
    package var content: String
    /// How many UTF-8 bytes at its beginning all calls about one task share, for providers that want to be told.
    package var stable: Int?

    package init(_ role: Speaker, _ content: String) {
        self.role = role
        self.content = content
    }

    /// A message whose first part is the same in many calls.
    package init(_ role: Speaker, stable: String, _ rest: String) {
        self.role = role
        content = stable + rest
        self.stable = stable.utf8.count
    }

    /// The shared beginning, if one is marked, and the rest.
    package var parts: (stable: String?, rest: String) {
        guard let stable, stable > 0, stable <= content.utf8.count else { return (nil, content) }
        let bytes = content.utf8
        let cut = bytes.index(bytes.startIndex, offsetBy: stable)
        return (String(content[..<cut]), String(content[cut...]))
    }
}

/// One question to one model.
package struct ModelRequest: Sendable, Codable, Equatable {
    /// The configured name of the model, not the provider's.
    package var model: String
    package var messages: [ModelMessage]
    package var maxTokens: Int
    package var temperature: Double
    package var seed: Int
    /// Files that a command finds in its folder and may change; models that are asked by wire get none.
    package var files: FileTree?
    /// A JSON schema the answer must obey, where the server can enforce one.
    package var schema: JSONValue?

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

    /// The most tokens that the call can cost: three bytes a token is below what code models need.
    package var worstTokens: Int { messages.reduce(maxTokens) { $0 + $1.content.utf8.count / 3 } }

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

/// Tokens as the provider counted them.
package struct TokenUsage: Sendable, Codable, Equatable {
    package var prompt = 0
    package var completion = 0
    package var cached = 0
    package var total: Int { prompt + completion }
    package init(prompt: Int = 0, completion: Int = 0, cached: Int = 0) {
        self.prompt = prompt
        self.completion = completion
        self.cached = cached
    }
    package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        TokenUsage(
            prompt: left.prompt + right.prompt, completion: left.completion + right.completion,
            cached: left.cached + right.cached)
    }
}

/// One answer.
package struct ModelReply: Sendable, Codable, Equatable {
    package var text: String
    /// The model's name as the provider gave it.
    package var servedBy: String
    package var usage: TokenUsage
    /// stop, length or what the provider said.
    package var finish: String
    package var seconds: Double
    /// Whether the answer comes from a recording.
    package var recorded: Bool
    /// What a command made of the files it was given: those that are new or other than before.
    package var files: FileTree?

    package init(
        text: String, servedBy: String, usage: TokenUsage, finish: String, seconds: Double,
        recorded: Bool = false
    ) {
        self.text = text
        self.servedBy = servedBy
        self.usage = usage
        self.finish = finish
        self.seconds = seconds
        self.recorded = recorded
    }
}
