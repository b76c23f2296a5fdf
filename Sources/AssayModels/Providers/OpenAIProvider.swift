import AssaySupport

extension ModelProvider {
    private static let apiKey = SettingKey("api", .choice(["chat", "responses"]))

    private static func source(_ values: SettingValues) -> ServerSource {
        ServerSource(values.text("api").map { $0 == "responses" ? .openAIResponses : .openAIChat }, values)
    }

    /// OpenAI's own servers.
    static let openAI = ModelProvider(name: "openai", keys: ServerSource.keys() + [apiKey]) { source($0) }

    /// Any other server that implements OpenAI's interface; its address is required.
    static let openAICompatible = ModelProvider(
        name: "openai-compatible", keys: ServerSource.keys(needingAddress: true) + [apiKey]
    ) { source($0) }
}
