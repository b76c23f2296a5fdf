import AssayCore
package import AssayStore
import AssaySupport
import Synchronization

/// What pages show of a store: runs in lines of a list, whole runs, attempts, comparisons.
///
/// A class, because it keeps the lines of runs that have ended: they do not change any more.
package final class StoredPages: Sendable {
    private let store: Store
    private let ended = Mutex<[String: RunSummary]>([:])

    /// Reads from a store.
    package init(_ store: Store) { self.store = store }

    /// Returns the lines of all runs, the newest first.
    package func runs() throws -> [RunSummary] {
        try store.experiments().map { record in
            if let known = ended.withLock({ $0[record.id] }) { return known }
            let run = try RunSummary.load(record, from: store)
            if run.state == .done { ended.withLock { $0[record.id] = run } }
            return run
        }
    }

    /// Returns an attempt by its run's id and its own number, with what each round changed.
    package func attempt(_ run: String, _ number: Int64) async throws -> AttemptDocument {
        let record = try store.experiment(run)
        guard let attempt = try store.attempts(of: record.id).first(where: { $0.id == number }) else {
            throw HarnessError(.suite, "run \(record.id) has no attempt \(number)")
        }
        return try await self.attempt(attempt, of: record.id)
    }

    /// Returns an attempt of a run, with what each round changed.
    package func attempt(_ attempt: AttemptRecord, of run: String) async throws -> AttemptDocument {
        var document = try AttemptDocument.load(attempt, of: run, from: store)
        await document.compareRounds()
        return document
    }

    /// Compares two arms, each `RUN/ARM`; with the run of both, where they are of one.
    package func comparison(_ a: String, _ b: String) async throws -> (pair: ExperimentDocument.Pair, run: ExperimentDocument?) {
        // An address names arms of this store only, never other files.
        let (left, right) = (try ResultSource(named: a, arm: a, of: store), try ResultSource(named: b, arm: b, of: store))
        let request = ComparisonRequest(baseline: left, candidates: [right], margin: nil, alpha: nil, mostTampering: 1, allowTierMix: false)
        guard let pair = try await request.results().first else { throw NotComparable(description: "\(a) and \(b) share no task") }
        guard case .arm(_, let run, _) = left, case .arm(_, let other, _) = right, run.id == other.id else { return (pair, nil) }
        return (pair, try ExperimentResults.load(run.id, from: store).document)
    }
}
