/// The language a task is written in: the name that a toolchain profile gives it.
///
/// Any name is a language; whether it can be judged is told by the profiles that are there.
package struct Language: RawRepresentable, Hashable, Sendable {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let python = Language(rawValue: "python")
    package static let swift = Language(rawValue: "swift")
    package static let c = Language(rawValue: "c")
    package static let cpp = Language(rawValue: "cpp")
    package static let javascript = Language(rawValue: "javascript")
    package static let typescript = Language(rawValue: "typescript")
    package static let rust = Language(rawValue: "rust")
    package static let java = Language(rawValue: "java")
    package static let go = Language(rawValue: "go")
    package static let shell = Language(rawValue: "shell")

    /// The language's name for people and models.
    package var title: String {
        switch self {
        case .cpp: "C++"
        case .javascript: "JavaScript"
        case .typescript: "TypeScript"
        default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }
}

extension Language: Codable {
    package init(from decoder: any Decoder) throws { self.init(rawValue: try String(from: decoder)) }
    package func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }
}
