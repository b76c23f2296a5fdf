import AssayCore
import AssayModels
import AssayPipeline
import AssaySupport
import Yams

/// The section `models`: a provider and its keys for each configured name.
enum ModelSection {
    private static let providerKey = SettingKey("provider", .choice(ProviderRegistry.all.map(\.name)), isRequired: true)
    private static let formatKey = SettingKey(
        "edit_format", .choice(EditFormat.allCases.map(\.rawValue)), fallback: .text(EditFormat.whole.rawValue))

    /// The key `models`, with the keys of all providers.
    static let key = SettingKey("models", .named([providerKey] + ProviderRegistry.keys + [formatKey]))

    /// Reads all models into the file and returns, by model name, the edit formats other than `whole`.
    static func read(_ root: YAMLReader, into file: inout ProjectFile) throws(ConfigurationError) -> [String: EditFormat] {
        var formats: [String: EditFormat] = [:]
        for (name, spec) in root.child(key.name)?.entries ?? [] {
            file.models[name] = try source(spec)
            if let format = try spec.child(formatKey.name)?.choice(EditFormat.self), format != .whole { formats[name] = format }
        }
        return formats
    }

    /// Refuses a key of another provider, which would otherwise be ignored silently.
    private static func refuseOtherKeys(in spec: YAMLReader, of provider: ModelProvider) throws(ConfigurationError) {
        let known = [providerKey.name, formatKey.name] + provider.keys.map(\.name)
        guard let key = spec.node.mapping?.keys.first(where: { !known.contains($0.string ?? "") }) else { return }
        throw spec.problem(
            "the provider '\(provider.name)' does not take the key '\(key.string ?? "")'; it takes \(known.joined(separator: ", "))", at: key)
    }

    /// Reads one model; throws for an unknown provider, a missing key or a key that the provider does not take.
    private static func source(_ spec: YAMLReader) throws(ConfigurationError) -> any ModelSource {
        if case .named(let keys) = key.kind { try spec.allow(keys) }
        guard let reader = spec.child(providerKey.name) else {
            throw spec.problem("'\(spec.place)' needs the key '\(providerKey.name)'")
        }
        let name = try reader.string()
        guard let provider = ProviderRegistry.named(name) else {
            let known = ProviderRegistry.all.map(\.name).joined(separator: ", ")
            throw spec.problem("the provider '\(TerminalText.line(name))' is not known; known: \(known)")
        }
        try refuseOtherKeys(in: spec, of: provider)
        let values = try spec.values(of: provider.keys)
        if values.mapping("reasoning").count == 2, let reasoning = spec.child("reasoning") {
            throw reasoning.problem("'\(reasoning.place)' has both effort and budget_tokens; give only one of them")
        }
        return provider.make(values)
    }
}
