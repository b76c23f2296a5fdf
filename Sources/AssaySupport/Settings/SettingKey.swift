/// The type and range of the value of a configuration key.
package indirect enum SettingKind: Sendable, Equatable {
    case text
    /// A path; a relative one starts at the folder of its file.
    case path
    case boolean
    /// A list of texts.
    case texts
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// One of these words.
    case choice([String])
    /// A mapping with these keys.
    case mapping([SettingKey])
    /// A mapping from names of the user's choice to mappings with these keys.
    case named([SettingKey])
    /// A mapping with the keys of the section that has this name at the top of the file.
    case sameAs(String)
    /// A value of one of these kinds.
    case either([SettingKind])

    /// What a value of this kind is, for messages.
    package var words: String {
        switch self {
        case .text, .path: "a text"
        case .boolean: "true or false"
        case .texts: "a list of texts"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let words): words.joined(separator: ", ")
        case .mapping(let keys): "a mapping with keys of \(keys.map(\.name).joined(separator: ", "))"
        case .named, .sameAs: "a mapping"
        case .either(let kinds): kinds.map(\.words).joined(separator: ", or ")
        }
    }
}

/// The declaration of a configuration key: its name, the type of its value, and its default.
package struct SettingKey: Sendable, Equatable {
    /// The name of the key in its mapping.
    package let name: String
    /// The type and range of its value.
    package let kind: SettingKind
    /// The default value; nil for a key that may be left unset.
    package let fallback: SettingValue?
    /// Whether a file without the key is refused.
    package let isRequired: Bool

    /// Declares a key.
    package init(_ name: String, _ kind: SettingKind, fallback: SettingValue? = nil, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.isRequired = isRequired
    }
}
