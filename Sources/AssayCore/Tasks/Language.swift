/// The language a task is written in: the name that a toolchain profile gives it.
///
/// Any name is a language; the profiles decide whether it can be judged.
package struct Language: RawRepresentable, Hashable, Sendable {
    /// The name as files and options write it.
    package let rawValue: String
    /// Makes a language of its name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Python.
    package static let python = Language(rawValue: "python")
    /// Swift.
    package static let swift = Language(rawValue: "swift")
    /// C.
    package static let c = Language(rawValue: "c")
    /// C++.
    package static let cpp = Language(rawValue: "cpp")
    /// JavaScript.
    package static let javascript = Language(rawValue: "javascript")
    /// TypeScript.
    package static let typescript = Language(rawValue: "typescript")
    /// Rust.
    package static let rust = Language(rawValue: "rust")
    /// Java.
    package static let java = Language(rawValue: "java")
    /// Go.
    package static let go = Language(rawValue: "go")
    /// POSIX shell.
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
    /// Decodes a name.
    package init(from decoder: any Decoder) throws { self.init(rawValue: try String(from: decoder)) }
    /// Encodes the name.
    package func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }
}
