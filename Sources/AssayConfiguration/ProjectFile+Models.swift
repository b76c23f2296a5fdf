package import AssayCore
package import AssayModels
import AssayPipeline
import AssaySupport

extension ProjectFile {
    /// What to say of models that arms ask and that no seed reaches, or nothing.
    package var seedNote: String? {
        let asked = arms.reduce(into: Set<String>()) { $0.formUnion($1.settings.asked) }
        let seedless = models.filter { asked.contains($0.key) && !$0.value.takesSeed }.keys.sorted()
        guard !seedless.isEmpty else { return nil }
        return "no seed reaches \(seedless.joined(separator: ", ")): the same question may be answered otherwise each time, whatever the temperature"
    }

    /// Reads where a model's answers come from; `resolve` makes paths of those in the file.
    package static func model(
        _ spec: YAMLReader, _ resolve: (String) -> String
    ) throws(ConfigurationError) -> ModelSpec {
        try spec.allow([
            "provider", "base_url", "model", "key_env", "threads", "path", "api", "requests_per_minute", "tokens_per_minute", "command", "seconds",
            "edit_format",
        ])
        func required(_ key: String) throws(ConfigurationError) -> String {
            guard let value = spec.child(key) else { throw spec.problem("'\(spec.place)' needs the key '\(key)'") }
            return try value.string()
        }
        switch try required("provider") {
        case "openai-compatible", "openai", "anthropic", "gemini":
            return .server(try endpoint(spec, provider: try required("provider"), model: try required("model")))
        case "command":
            guard let words = try spec.child("command")?.strings(), !words.isEmpty else {
                throw spec.problem("'\(spec.place)' needs the key 'command', a list of words")
            }
            return .command(words, seconds: try spec.child("seconds")?.double(1...86400) ?? 600)
        case "embedded":
            return .embedded(
                model: try required("model"), threads: try spec.child("threads")?.int(1...256) ?? 2)
        case "cassette": return .cassette(path: resolve(try required("path")))
        case let other:
            throw spec.problem(
                "the provider '\(TerminalText.line(other))' is not known; known: "
                    + "openai, openai-compatible, anthropic, gemini, command, embedded, cassette")
        }
    }

    private static func endpoint(
        _ spec: YAMLReader, provider: String, model: String
    ) throws(ConfigurationError) -> ModelEndpoint {
        let interface: ModelInterface
        switch provider {
        case "anthropic": interface = .anthropic
        case "gemini": interface = .gemini
        default:
            let api = try spec.child("api")?.string() ?? "chat"
            guard let named = ["chat": ModelInterface.openAIChat, "responses": .openAIResponses][api] else {
                throw spec.problem("'api' is chat or responses, not '\(TerminalText.line(api))'")
            }
            interface = named
        }
        let address = try spec.child("base_url")?.string()
        if provider == "openai-compatible", address == nil { throw spec.problem("'\(spec.place)' needs the key 'base_url'") }
        // A server of one's own may need no key; the provider's does.
        let key = try spec.child("key_env")?.string() ?? (address == nil ? interface.keyEnvironment : nil)
        let requests = try spec.child("requests_per_minute")?.int(1...1_000_000)
        let tokens = try spec.child("tokens_per_minute")?.int(100...1_000_000_000)
        return ModelEndpoint(
            interface, baseURL: address ?? interface.home, model: model, keyEnvironment: key,
            rates: requests == nil && tokens == nil ? nil : RateLimits(requestsPerMinute: requests, tokensPerMinute: tokens))
    }

    /// Prices as the user has them from the provider, each for a million tokens.
    package static func prices(_ reader: YAMLReader) throws(ConfigurationError) -> PriceTable {
        try reader.allow(["version", "currency", "models"])
        guard let version = reader.child("version") else {
            throw reader.problem("'prices' needs the key 'version', which says of which day or list they are")
        }
        var table = PriceTable(version: try version.string(), currency: try reader.child("currency")?.string() ?? "USD", models: [:])
        for (name, price) in reader.child("models")?.entries ?? [] {
            try price.allow(["input", "cached", "output"])
            guard let input = price.child("input"), let output = price.child("output") else {
                throw price.problem("'\(price.place)' needs the keys 'input' and 'output', the price of a million tokens")
            }
            table.models[name] = Price(
                input: try input.double(0...1_000_000), cached: try price.child("cached")?.double(0...1_000_000),
                output: try output.double(0...1_000_000))
        }
        return table
    }
}
