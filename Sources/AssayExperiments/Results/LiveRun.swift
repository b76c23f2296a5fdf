package import AssayCore
package import AssayStore

/// How far a run has come: what is under way, what came out last, and how long the rest may take.
package struct LiveRun: Sendable {
    /// The id of the run.
    package let id: String
    /// The number of planned attempts.
    package let all: Int
    /// The number of attempts that are done.
    package let done: Int
    /// The number of attempts that passed all checks.
    package let solved: Int
    /// The attempts under way, the oldest first.
    package let running: [TimedAttempt]
    /// The attempts that came out last, the latest first.
    package let latest: [TimedAttempt]
    /// The present time, in seconds since 1970.
    package let now: Double

    /// Makes the progress of a run.
    package init(id: String, tally: RunTally, running: [TimedAttempt], latest: [TimedAttempt], now: Double) {
        (self.id, self.running, self.latest, self.now) = (id, running, latest, now)
        (all, done, solved) = (tally.attempts, tally.done, tally.solved)
    }

    /// Reads the progress of a run by its full id.
    package static func load(_ id: String, from store: Store, now: Double) throws(HarnessError) -> LiveRun {
        LiveRun(
            id: id, tally: try store.tallies()[id] ?? RunTally(), running: try store.running(in: id), latest: try store.latest(20, in: id), now: now)
    }

    /// Whether an attempt is under way or still planned.
    package var isOpen: Bool { done < all }

    /// Attempts that came out in a minute, by the last of them; nil where fewer than two did.
    package var rate: Double? {
        let ends = latest.map { $0.started + $0.seconds }
        guard let last = ends.max(), let first = ends.min(), last > first else { return nil }
        return Double(ends.count - 1) / (last - first) * 60
    }

    /// Seconds until the rest has come out at that rate; nil where nothing is under way or the rate is not known.
    package var left: Double? { running.isEmpty ? nil : rate.map { Double(all - done) / $0 * 60 } }
}
