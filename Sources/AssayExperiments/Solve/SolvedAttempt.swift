package import AssayCore
import AssayPipeline
package import AssayStore
import AssaySupport

/// The one attempt of a run of `assay solve`, as it is stored.
package struct SolvedAttempt: Sendable {
    /// The id of the run.
    package let run: String
    /// The arm, task and seed.
    package let key: AttemptKey
    /// How it ended.
    package let result: AttemptResult
    /// What was delivered; nil where the models gave no usable answer.
    package let candidate: Candidate?
    /// The report on what was delivered.
    package let report: ReviewReport?
    /// The change to a repository; nil for a task of a suite, and where nothing was delivered.
    package let patch: String?
    /// What it cost, in the currency of the arm's prices, with the tokens; empty where no model was asked.
    package let spent: String
    /// Claims of the reviewer that were confirmed against what was delivered, in the words of their notes.
    package let confirmed: [String]

    /// Whether every check passed, no finding blocks, and nothing that was confirmed is open.
    package var isSolved: Bool { report?.isDone == true && result.claimsDone }

    /// Reads the attempt of a run; throws where the run is that of an experiment.
    package init(of run: String, from store: Store) throws {
        guard let attempt = try store.attempts(of: run).first else { throw HarnessError(.storage, "the run \(run) has no attempt") }
        let events = try store.events(of: attempt.id)
        let decided = events.last { $0.scope == .full }
        self.run = run
        (key, result) = (attempt.key, attempt.result)
        candidate = try decided?.candidate.map { try JSON.decode(Candidate.self, $0) }
        report = try decided?.report.map { try JSON.decode(ReviewReport.self, $0) }
        patch = try store.patch(of: attempt.id)
        // Claims on an earlier candidate were mended or are made again.
        let reviewed = events.lastIndex { $0.scope == .visible && $0.note.hasSuffix("best so far") } ?? 0
        confirmed =
            result.claimsDone ? [] : events[reviewed...].filter { $0.phase == .known(.review) && ClaimStatus(note: $0.note) == .confirmed }.map(\.note)
        spent = try Self.spent(attempt, of: run, in: store)
    }

    private static func spent(_ attempt: AttemptRecord, of run: String, in store: Store) throws(HarnessError) -> String {
        let usage = attempt.result.usage
        let tokens = "\(usage.totalText) tokens, \(usage.cached) of them cached"
        let used = try store.usage(of: run)[attempt.id] ?? [:]
        guard let prices = try store.settings(of: run)[attempt.key.arm]?.prices, let cost = prices.cost(of: used) else { return tokens }
        return "\(tokens), \(usage.estimated > 0 ? "≈" : "")\(Text.decimal(cost, 4)) \(prices.currency) by the prices of \(prices.version)"
    }
}
