import AssayCore
import AssaySupport

/// A type whose values are settings, with what holds where a file says nothing.
protocol SettingsType {
    static var defaults: Self { get }
}

/// A key, and the place that its value goes to.
///
/// The one declaration of a key: files are read by it, and `ConfigurationKeys` lists it.
struct Setting<Target> {
    let key: SettingKey
    /// Reads the key's value into a target.
    let read: (YAMLReader, inout Target) throws(ConfigurationError) -> Void

    init(_ key: SettingKey, read: @escaping (YAMLReader, inout Target) throws(ConfigurationError) -> Void) {
        self.key = key
        self.read = read
    }
}

extension Setting where Target: SettingsType {
    static func text(_ name: String, _ path: WritableKeyPath<Target, String?>) -> Setting {
        Setting(SettingKey(name, .text)) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.string() }
    }

    static func texts(_ name: String, _ path: WritableKeyPath<Target, [String]>) -> Setting {
        Setting(SettingKey(name, .texts)) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.strings() }
    }

    /// A path, made relative to the current folder.
    static func path(_ name: String, _ path: WritableKeyPath<Target, String?>) -> Setting {
        Setting(SettingKey(name, .path)) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.path() }
    }

    static func boolean(_ name: String, _ path: WritableKeyPath<Target, Bool>) -> Setting {
        let key = SettingKey(name, .boolean, fallback: .boolean(Target.defaults[keyPath: path]))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.bool() }
    }

    static func integer(_ name: String, _ path: WritableKeyPath<Target, Int>, _ range: ClosedRange<Int>) -> Setting {
        let key = SettingKey(name, .integer(range), fallback: .integer(Target.defaults[keyPath: path]))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.int(range) }
    }

    static func integer(_ name: String, _ path: WritableKeyPath<Target, Int?>, _ range: ClosedRange<Int>) -> Setting {
        let key = SettingKey(name, .integer(range), fallback: Target.defaults[keyPath: path].map { .integer($0) })
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.int(range) }
    }

    /// A whole number of units of `unit` bytes, kept in bytes.
    static func bytes(_ name: String, _ path: WritableKeyPath<Target, Int>, _ range: ClosedRange<Int>, unit: Int) -> Setting {
        let key = SettingKey(name, .integer(range), fallback: .integer(Target.defaults[keyPath: path] / unit))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.int(range) * unit }
    }

    static func number(_ name: String, _ path: WritableKeyPath<Target, Double>, _ range: ClosedRange<Double>) -> Setting {
        let key = SettingKey(name, .number(range), fallback: .number(Target.defaults[keyPath: path]))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.double(range) }
    }

    static func number(_ name: String, _ path: WritableKeyPath<Target, Double?>, _ range: ClosedRange<Double>) -> Setting {
        let key = SettingKey(name, .number(range), fallback: Target.defaults[keyPath: path].map { .number($0) })
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.double(range) }
    }

    static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _ path: WritableKeyPath<Target, Choice>) -> Setting {
        let key = SettingKey(name, .choice(Choice.allCases.map(\.rawValue)), fallback: .text(Target.defaults[keyPath: path].rawValue))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.choice(Choice.self) }
    }

    static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _ path: WritableKeyPath<Target, Choice?>) -> Setting {
        let key = SettingKey(name, .choice(Choice.allCases.map(\.rawValue)), fallback: Target.defaults[keyPath: path].map { .text($0.rawValue) })
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.choice(Choice.self) }
    }
}

extension YAMLReader {
    /// Reads the settings that the mapping has, and refuses keys that are none of them.
    func read<Target>(_ settings: [Setting<Target>], into target: inout Target) throws(ConfigurationError) {
        try allow(settings.map(\.key))
        try readKnown(settings, into: &target)
    }

    /// Reads the settings that the mapping has; other keys are somebody else's.
    func readKnown<Target>(_ settings: [Setting<Target>], into target: inout Target) throws(ConfigurationError) {
        for setting in settings {
            if let value = child(setting.key.name) { try setting.read(value, &target) }
        }
    }

    /// Reads the values of declared keys, whatever other keys there are.
    func values(of keys: [SettingKey]) throws(ConfigurationError) -> SettingValues {
        var values = SettingValues(keys)
        for key in keys {
            guard let reader = child(key.name) else {
                guard !key.isRequired else { throw missing(key) }
                continue
            }
            values[key.name] = try reader.value(key)
            if key.isRequired, values[key.name] == .texts([]) { throw missing(key) }
        }
        return values
    }

    private func missing(_ key: SettingKey) -> ConfigurationError {
        problem("'\(place)' needs the key '\(key.name)'\(key.kind == .texts ? ", a list of words" : "")")
    }

    private func value(_ key: SettingKey) throws(ConfigurationError) -> SettingValue {
        switch key.kind {
        case .text: .text(try string())
        case .path: .text(try path())
        case .boolean: .boolean(try bool())
        case .texts: .texts(try strings())
        case .integer(let range): .integer(try int(range))
        case .number(let range): .number(try double(range))
        case .choice(let words): .text(try choice(of: words))
        case .mapping, .named, .sameAs: throw problem("'\(place)' has keys of its own")
        }
    }
}
