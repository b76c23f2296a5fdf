/// What a run shares with others.
package enum Isolation: String, Sendable, CaseIterable, Codable {
    /// Nothing: every namespace is new.
    case fresh
    /// User and network namespace with the earlier runs of its worker slot, never with one at the same time.
    case slot
    /// Every namespace with the host; a user of its own, Landlock and seccomp confine it. Isolation level `bare`, needs root.
    case bare
}
