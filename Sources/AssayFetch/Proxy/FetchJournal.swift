import Synchronization

/// What a fetch asked its proxy for.
///
/// A class because all connections of one fetch write to it, each from its own task.
final class FetchJournal: Sendable {
    /// What came of one host.
    struct Entry: Equatable, Sendable {
        /// How often it was asked for.
        var requests = 0
        /// Bytes that came from it.
        var bytes = 0
        /// Whether it was refused.
        var isRefused = false
        /// Whether it could not be reached the last time.
        var isUnreachable = false
    }

    private let known = Mutex<[FetchHost: Entry]>([:])

    /// What came of each host.
    var entries: [FetchHost: Entry] { known.withLock { $0 } }
    /// All bytes that came.
    var bytes: Int { entries.values.reduce(0) { $0 + $1.bytes } }
    /// The hosts that were refused, by name.
    var refused: [FetchHost] { entries.filter(\.value.isRefused).keys.sorted { "\($0)" < "\($1)" } }

    /// The hosts that could not be reached, by name.
    var unreachable: [FetchHost] { entries.filter(\.value.isUnreachable).keys.sorted { "\($0)" < "\($1)" } }

    /// The most hosts that are listed: a hostile manifest may ask for any number.
    private static let limit = 200

    /// Notes that a host was asked for.
    func ask(_ host: FetchHost, isRefused: Bool) {
        known.withLock { known in
            guard known[host] != nil || known.count < Self.limit else { return }
            known[host, default: Entry()].requests += 1
            known[host, default: Entry()].isRefused = isRefused
        }
    }

    /// Notes whether a host that was asked for could be reached.
    func note(_ host: FetchHost, isReached: Bool) { known.withLock { $0[host]?.isUnreachable = !isReached } }

    /// Notes bytes that came from a host, and returns how many have come from all.
    func add(_ count: Int, from host: FetchHost) -> Int {
        known.withLock { known in
            known[host, default: Entry()].bytes += count
            return known.values.reduce(0) { $0 + $1.bytes }
        }
    }
}
