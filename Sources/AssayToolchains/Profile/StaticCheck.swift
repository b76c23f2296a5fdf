package import AssayCore
package import AssaySupport

extension ToolchainProfile {
    /// A linter or type checker, and how it is run.
    package struct StaticCheck: Codable, Sendable {
        /// Its name.
        package let id: String
        /// The words of its command, with names in braces.
        package let command: [String]
        /// Reads what it prints.
        package let parser: OutputParser
        /// The extensions of the files that it checks, without the dot.
        package let extensions: [String]
        /// The severity of findings; nil means the severity that the tool gives.
        package let severity: Severity?
        /// The configuration that replaces `{configuration}`.
        package let configuration: Configuration?
        /// Whether it is only run where it is asked for.
        package let optional: Bool?

        /// Whether it takes longer than many a project's tests: on a project it is only run where it is asked for.
        package let slow: Bool?

        private enum CodingKeys: String, CodingKey {
            case id, command, extensions, severity, configuration, optional, slow
            case parser = "reader"
        }
    }

    /// The configuration of a check: the project's own or, without one, the profile's.
    package struct Configuration: Codable, Sendable {
        /// Names of the project's own configuration files.
        package let files: [String]
        /// For a file that several tools share, by its name: the text without which it says nothing of this tool.
        package let holding: [String: String]?
        /// Arguments that are added to the project's own configuration.
        package let own: [String]?
        /// Arguments that are given where the project has none.
        package let otherwise: [String]
        /// Rules whose findings count only where the project has a configuration of its own.
        package let ignored: [String]?

        /// Returns whether a tree has a configuration of its own.
        package func isIn(_ tree: FileTree) -> Bool {
            tree.paths.contains { path in
                files.contains { FileName.matches(path, $0) }
                    && holding?.first { FileName.matches(path, $0.key) }.map { tree[path]?.contains($0.value) == true } != false
            }
        }
    }
}
