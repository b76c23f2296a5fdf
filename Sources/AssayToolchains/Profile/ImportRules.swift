import AssaySupport

extension ToolchainProfile {
    /// The command that asks whether the toolchain has a module.
    package struct Imports: Codable, Sendable {
        /// Prints those of `{names}` that are not there, one a line.
        package let command: [String]
        /// A regular expression that what is asked for begins with: its first match is the name that is there or not.
        package let name: String

        /// The part of a module's name that is asked for; nil for what cannot be a name.
        package func asked(_ module: String) -> String? {
            guard let pattern = try? Regex(name), let match = module.trimmed.prefixMatch(of: pattern) else { return nil }
            return String(module.trimmed[match.range])
        }
    }
}
