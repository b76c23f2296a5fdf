/// How a whole program is built and run, as a part of its language's profile; `{program}` is its file, `{stem}` that
/// without its extension.
package struct StreamRules: Codable, Sendable {
    /// The commands that build the program.
    package let build: [ToolchainProfile.Step]
    /// Runs it.
    package let run: [String]
}
