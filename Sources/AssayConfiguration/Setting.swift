import AssayCore
import AssaySupport
import Yams

/// A type whose properties are settings with default values.
protocol SettingsType {
    /// The values that hold when the file does not set them.
    static var defaults: Self { get }
}

/// A key of the file, with the property that its value is stored in.
///
/// Each key is declared once, here: files are read by the declarations, and `ConfigurationKeys` lists them.
struct Setting<Target> {
    /// The declaration of the key: name, type, range, default.
    let key: SettingKey
    /// Reads the value of the key and stores it in a target; throws when the value is not of the declared type.
    let read: (YAMLReader, inout Target) throws(ConfigurationError) -> Void

    init(_ key: SettingKey, read: @escaping (YAMLReader, inout Target) throws(ConfigurationError) -> Void) {
        self.key = key
        self.read = read
    }
}

extension Setting where Target: SettingsType {
    /// A text, kept as it is.
    static func text(_ name: String, _ path: WritableKeyPath<Target, String?>) -> Setting {
        Setting(SettingKey(name, .text)) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.string() }
    }

    /// A list of texts.
    static func texts(_ name: String, _ path: WritableKeyPath<Target, [String]>) -> Setting {
        Setting(SettingKey(name, .texts)) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.strings() }
    }

    /// A path; a relative one is taken from the file's folder and stored relative to the current folder.
    static func path(_ name: String, _ path: WritableKeyPath<Target, String?>) -> Setting {
        Setting(SettingKey(name, .path)) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.path() }
    }

    /// `true` or `false`.
    static func boolean(_ name: String, _ path: WritableKeyPath<Target, Bool>) -> Setting {
        let key = SettingKey(name, .boolean, fallback: .boolean(Target.defaults[keyPath: path]))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.bool() }
    }

    /// A whole number within a range.
    static func integer(_ name: String, _ path: WritableKeyPath<Target, Int>, _ range: ClosedRange<Int>) -> Setting {
        let key = SettingKey(name, .integer(range), fallback: .integer(Target.defaults[keyPath: path]))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.int(range) }
    }

    /// A whole number within a range, which may be left unset.
    static func integer(_ name: String, _ path: WritableKeyPath<Target, Int?>, _ range: ClosedRange<Int>) -> Setting {
        let key = SettingKey(name, .integer(range), fallback: Target.defaults[keyPath: path].map { .integer($0) })
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.int(range) }
    }

    /// A number of bytes, which the file gives as a whole number of units of `unit` bytes.
    static func bytes(_ name: String, _ path: WritableKeyPath<Target, Int>, _ range: ClosedRange<Int>, unit: Int) -> Setting {
        let key = SettingKey(name, .integer(range), fallback: .integer(Target.defaults[keyPath: path] / unit))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.int(range) * unit }
    }

    /// A number within a range.
    static func number(_ name: String, _ path: WritableKeyPath<Target, Double>, _ range: ClosedRange<Double>) -> Setting {
        let key = SettingKey(name, .number(range), fallback: .number(Target.defaults[keyPath: path]))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.double(range) }
    }

    /// A number within a range, which may be left unset.
    static func number(_ name: String, _ path: WritableKeyPath<Target, Double?>, _ range: ClosedRange<Double>) -> Setting {
        let key = SettingKey(name, .number(range), fallback: Target.defaults[keyPath: path].map { .number($0) })
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.double(range) }
    }

    /// One case of an enumeration, by its raw value.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _ path: WritableKeyPath<Target, Choice>) -> Setting {
        let key = SettingKey(name, .choice(Choice.allCases.map(\.rawValue)), fallback: .text(Target.defaults[keyPath: path].rawValue))
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.choice(Choice.self) }
    }

    /// One case of an enumeration, by its raw value; it may be left unset.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _ path: WritableKeyPath<Target, Choice?>) -> Setting {
        let key = SettingKey(name, .choice(Choice.allCases.map(\.rawValue)), fallback: Target.defaults[keyPath: path].map { .text($0.rawValue) })
        return Setting(key) { (reader, target) throws(ConfigurationError) in target[keyPath: path] = try reader.choice(Choice.self) }
    }
}

extension YAMLReader {
    /// Reads the settings that this mapping contains, and refuses all other keys.
    func read<Target>(_ settings: [Setting<Target>], into target: inout Target) throws(ConfigurationError) {
        try allow(settings.map(\.key))
        try readKnown(settings, into: &target)
    }

    /// Reads the settings that this mapping contains, and leaves other keys to other sections.
    func readKnown<Target>(_ settings: [Setting<Target>], into target: inout Target) throws(ConfigurationError) {
        for setting in settings {
            if let value = child(setting.key.name) { try setting.read(value, &target) }
        }
    }

    /// Reads the values of the given keys, ignoring others; throws when a required key is missing or an empty list.
    func values(of keys: [SettingKey]) throws(ConfigurationError) -> SettingValues {
        var values = SettingValues(keys)
        for key in keys {
            guard let reader = child(key.name) else {
                guard !key.isRequired else { throw missing(key) }
                continue
            }
            values[key.name] = try reader.value(key.kind)
            if key.isRequired, values[key.name] == .texts([]) { throw missing(key) }
        }
        return values
    }

    private func missing(_ key: SettingKey) -> ConfigurationError {
        problem("'\(place)' needs the key '\(key.name)'\(key.kind == .texts ? ", a list of words" : "")")
    }

    private func value(_ kind: SettingKind) throws(ConfigurationError) -> SettingValue {
        switch kind {
        case .text: .text(try string())
        case .path: .text(try path())
        case .boolean: .boolean(try bool())
        case .texts: .texts(try strings())
        case .integer(let range): .integer(try int(range))
        case .number(let range): .number(try double(range))
        case .choice(let words): .text(try choice(of: words))
        case .mapping(let keys): .mapping(try mapping(keys))
        case .either(let kinds): try value(of: kinds)
        case .named, .sameAs: throw problem("'\(place)' has keys of its own")
        }
    }

    private func mapping(_ keys: [SettingKey]) throws(ConfigurationError) -> [String: SettingValue] {
        try allow(keys)
        var values: [String: SettingValue] = [:]
        for key in keys {
            if let reader = child(key.name) { values[key.name] = try reader.value(key.kind) }
        }
        return values
    }

    /// Reads a mapping by the kind that is one, and anything else by the first kind that fits.
    private func value(of kinds: [SettingKind]) throws(ConfigurationError) -> SettingValue {
        for kind in kinds {
            if case .mapping = kind {
                if node.mapping != nil { return try value(kind) }
            } else if let value = try? value(kind) {
                return value
            }
        }
        throw problem("'\(place)' must be \(SettingKind.either(kinds).words)")
    }
}
