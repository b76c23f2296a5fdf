/// The namespaces that sandboxed runs share.
package enum Isolation: String, Sendable, CaseIterable, Codable {
    /// Every run has new namespaces.
    case fresh
    /// The runs of one worker slot, which follow one another, share user and network namespaces.
    case slot
    /// Runs share all namespaces with the host, at the isolation level `bare`, which needs root.
    case bare
}
