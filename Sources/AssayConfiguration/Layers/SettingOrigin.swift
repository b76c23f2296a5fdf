/// Where the value of a setting came from.
package enum SettingOrigin: Sendable, Equatable {
    case commandLine(String)
    case environment(String)
    case file(String, line: Int?)
    case fallback

    /// The origin in words: an option, a variable, a file with its line, or `default`.
    package var words: String {
        switch self {
        case .commandLine(let option): option
        case .environment(let variable): variable
        case .file(let path, let line): path + (line.map { ":\($0)" } ?? "")
        case .fallback: "default"
        }
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

/// A setting as it holds now.
package struct EffectiveSetting: Sendable, Equatable {
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
}
