/// What is known of a model's context window before its server is asked, in tokens.
package struct ContextWindow: Sendable, Equatable {
    /// The configured size, which is taken without asking.
    package let configured: Int?
    /// The size by the model's preset, for servers that do not tell.
    package let preset: Int?
    /// The size where nobody tells any.
    static let fallback = 32_768

    /// Describes what is known.
    package init(configured: Int? = nil, preset: Int? = nil) {
        self.configured = configured
        self.preset = preset
    }
}
