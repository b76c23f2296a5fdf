/// The part of a failed answer that the next prompt shows.
package enum RetryStrategy: String, Sendable, Codable, CaseIterable {
    /// The report and the code that failed.
    case showCode = "show_code"
    /// The report only: small models copy their own wrong code.
    case hideCode = "hide_code"
    /// Nothing: a fresh sample.
    case blind
}
