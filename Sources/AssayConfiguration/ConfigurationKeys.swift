package import AssaySupport

/// Lists every key that a configuration file may have.
package enum ConfigurationKeys {
    /// A key with its path from the top of the file.
    package struct Entry: Sendable {
        /// Key names joined by dots; `NAME` stands for a name that the user chooses.
        package let path: String
        /// The key's declaration: type, range, default.
        package let key: SettingKey
    }

    /// All keys with their declarations, including those that hold other keys.
    package static var entries: [Entry] { entries(of: ProjectFile.keys, under: "") }

    /// The keys that a new file may have: all but old names.
    static var current: [Entry] { entries.filter { $0.path != VerifySection.oldPath } }

    /// The paths of all keys.
    package static var all: [String] { entries.map(\.path) }

    private static func entries(of keys: [SettingKey], under prefix: String) -> [Entry] {
        keys.flatMap { key in
            let path = prefix + key.name
            return [Entry(path: path, key: key)] + entries(in: key.kind, at: path)
        }
    }

    private static func entries(in kind: SettingKind, at path: String) -> [Entry] {
        switch kind {
        case .mapping(let keys): entries(of: keys, under: path + ".")
        case .named(let keys): entries(of: keys, under: path + ".NAME.")
        case .either(let kinds): kinds.flatMap { entries(in: $0, at: path) }
        default: []
        }
    }
}
