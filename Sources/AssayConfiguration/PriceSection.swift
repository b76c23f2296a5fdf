import AssayCore
import AssaySupport

/// Reads the section `prices`: the price of each model in a currency, per million tokens.
enum PriceSection {
    private static let money = SettingKind.number(0...1_000_000)
    private static let modelKeys = [
        SettingKey("input", money, isRequired: true), SettingKey("cached", money), SettingKey("output", money, isRequired: true),
    ]
    private static let keys = [
        SettingKey("version", .text, isRequired: true), SettingKey("currency", .text, fallback: .text("USD")),
        SettingKey("models", .named(modelKeys)),
    ]
    /// The key `prices`.
    static let key = SettingKey("prices", .mapping(keys))

    /// Reads the price table; throws when the version or a price of a model is missing.
    static func read(_ reader: YAMLReader) throws(ConfigurationError) -> PriceTable {
        try reader.allow(keys)
        guard reader.child("version") != nil else {
            throw reader.problem("'prices' needs the key 'version', which says of which day or list they are")
        }
        let values = try reader.values(of: Array(keys.dropLast()))
        var table = PriceTable(version: values.text("version") ?? "", currency: values.text("currency") ?? "", models: [:])
        for (name, price) in reader.child("models")?.entries ?? [] {
            try price.allow(modelKeys)
            guard price.child("input") != nil, price.child("output") != nil else {
                throw price.problem("'\(price.place)' needs the keys 'input' and 'output', the price of a million tokens")
            }
            let values = try price.values(of: modelKeys)
            table.models[name] = Price(
                input: values.number("input") ?? 0, cached: values.number("cached"), output: values.number("output") ?? 0)
        }
        return table
    }
}
