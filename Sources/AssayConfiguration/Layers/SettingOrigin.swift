/// Where the value of a setting came from.
package enum SettingOrigin: Sendable, Equatable {
    case commandLine(String)
    case environment(String)
    case file(String, line: Int?)
    case fallback

    /// The origin in words: an option, a variable, a file with its line, or `default`.
    package var words: String { (place ?? kind) + (line.map { ":\($0)" } ?? "") }

    /// The option, the variable or the file; nil for a default.
    private var place: String? {
        switch self {
        case .commandLine(let place), .environment(let place), .file(let place, line: _): place
        case .fallback: nil
        }
    }

    /// The line of the file, where it is known.
    private var line: Int? {
        if case .file(_, let line) = self { line } else { nil }
    }

    /// The kind of the origin, for JSON.
    package var kind: String {
        switch self {
        case .commandLine: "command line"
        case .environment: "environment"
        case .file: "file"
        case .fallback: "default"
        }
    }
}

extension SettingOrigin: Encodable {
    private enum Key: String, CodingKey { case kind, place, line }

    /// Writes the stable JSON: the kind, and the place and line where there are such.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(kind, forKey: .kind)
        try container.encodeIfPresent(place, forKey: .place)
        try container.encodeIfPresent(line, forKey: .line)
    }
}

/// A setting as it holds now; its JSON is stable.
package struct EffectiveSetting: Sendable, Equatable, Encodable {
    /// The path of the key, joined by dots.
    package let key: String
    /// The value as a file would have it; nil where there is none.
    package let value: String?
    /// Where it came from.
    package let origin: SettingOrigin

    /// Makes a setting.
    package init(key: String, value: String?, origin: SettingOrigin) {
        (self.key, self.value, self.origin) = (key, value, origin)
    }

    /// Returns the setting with every secret in its value replaced.
    package func hiding(_ secrets: Secrets) -> EffectiveSetting {
        EffectiveSetting(key: key, value: value.map(secrets.hidden), origin: origin)
    }
}
