/// The value of a configuration key, read and checked.
package enum SettingValue: Sendable, Equatable {
    case text(String)
    case texts([String])
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case mapping([String: SettingValue])

    /// The value as a configuration file would have it.
    package var written: String {
        switch self {
        case .text(let text): text
        case .texts(let texts): "[\(texts.joined(separator: ", "))]"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .mapping(let values): "{\(values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.written)" }.joined(separator: ", "))}"
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        }
    }
}

/// The values of a mapping whose keys were declared; a key that the file leaves out has its fallback.
package struct SettingValues: Sendable {
    private var values: [String: SettingValue] = [:]

    /// Starts with the fallbacks of these keys.
    package init(_ keys: [SettingKey]) {
        for key in keys { values[key.name] = key.fallback }
    }

    /// The value of a key, whatever its kind.
    package subscript(_ name: String) -> SettingValue? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// The text of a key, or nil where there is none.
    package func text(_ name: String) -> String? {
        guard case .text(let value)? = values[name] else { return nil }
        return value
    }

    /// The list of a key; empty where there is none.
    package func texts(_ name: String) -> [String] {
        guard case .texts(let value)? = values[name] else { return [] }
        return value
    }

    /// The whole number of a key, or nil where there is none.
    package func integer(_ name: String) -> Int? {
        guard case .integer(let value)? = values[name] else { return nil }
        return value
    }

    /// The number of a key, or nil where there is none.
    package func number(_ name: String) -> Double? {
        guard case .number(let value)? = values[name] else { return nil }
        return value
    }

    /// The truth value of a key, or nil where there is none.
    package func flag(_ name: String) -> Bool? {
        guard case .boolean(let value)? = values[name] else { return nil }
        return value
    }

    /// The values of a key that is a mapping; empty where there is none.
    package func mapping(_ name: String) -> [String: SettingValue] {
        guard case .mapping(let value)? = values[name] else { return [:] }
        return value
    }
}
