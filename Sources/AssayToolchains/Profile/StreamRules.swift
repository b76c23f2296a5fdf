/// How a whole program is built and run, as a part of its language's profile; `{program}` is its file, `{stem}` that
/// without its extension.
package struct StreamRules: Codable, Sendable {
    package var build: [ToolchainProfile.Step]
    package var run: [String]
}
