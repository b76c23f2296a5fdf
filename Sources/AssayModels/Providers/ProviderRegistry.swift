package import AssaySupport

/// All providers of models that a configuration file can name.
package enum ProviderRegistry {
    /// All providers, in the order in which messages list them.
    package static let all: [ModelProvider] = [.openAI, .openAICompatible, .anthropic, .gemini, .command, .embedded, .cassette]

    /// The keys of all providers, each once.
    package static var keys: [SettingKey] {
        var names: Set<String> = []
        return all.flatMap(\.keys).filter { names.insert($0.name).inserted }
    }

    /// Finds a provider by its name; nil when there is none.
    package static func named(_ name: String) -> ModelProvider? { all.first { $0.name == name } }
}
