/// How much a prompt says.
package enum PromptStyle: String, Sendable, Codable, CaseIterable {
    /// Short: small models do worse with more.
    case small
    /// Everything that may help: whole failures with their traces, and all that an answer may do.
    case full
}
