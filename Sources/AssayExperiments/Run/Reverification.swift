package import AssayCore
package import AssayStore
import AssaySupport
package import AssayVerify

/// The verdicts of a stored run, to be reached once more without a model.
package struct Reverification: Sendable {
    /// One deciding verification to repeat.
    private struct Item: Sendable {
        let key: AttemptKey
        let task: CodingTask
        let candidate: Candidate
        let report: ReviewReport
    }

    private let items: [Item]
    /// Attempts that a person should look at: everything flagged, and one in sixteen of the rest.
    package let flagged: [AttemptKey]
    /// The number of verdicts to repeat.
    package var count: Int { items.count }

    /// Reads the deciding verifications of a run; `suite` is where its suite is now, if it has moved.
    ///
    /// - Throws: `InputError` when a task is not the one that the run judged.
    package init(of record: ExperimentRecord, in store: Store, suite: String? = nil) async throws {
        let stored = try await StoredTasks(of: record, movedTo: suite)
        let (tasks, path) = (stored.suite.byID, stored.place)
        var items: [Item] = []
        var flagged: [AttemptKey] = []
        for attempt in try store.attempts(of: record.id) where attempt.result.status == .done {
            let key = attempt.key
            guard let task = tasks[ExactName(key.task)], [task.digest, task.formerDigest].contains(attempt.taskDigest) else {
                throw InputError(path, "the task '\(key.task)' is not the one that the run judged; name the suite as it was with --suite")
            }
            let decided = try store.events(of: attempt.id).last { $0.scope == .full }
            guard let tree = decided?.candidate, let text = decided?.report else { continue }
            let report = try JSON.decode(ReviewReport.self, text)
            items.append(Item(key: key, task: task, candidate: try JSON.decode(Candidate.self, tree), report: report))
            if report.isSuspect || Digest.of(record.id, key.description).hasPrefix("0") { flagged.append(key) }
        }
        self.items = items
        self.flagged = flagged
    }

    /// Prepares the toolchains with the limits that the run had.
    package func context(
        in sandbox: any Sandbox, note: @escaping @Sendable (String) -> Void
    ) async throws(HarnessError) -> VerificationContext {
        try await VerificationContext.open(
            for: items.map(\.task), sandbox: sandbox, limits: items.first?.report.limits ?? SandboxLimits(),
            differential: true, note: note)
    }

    /// Judges every candidate again, `jobs` at a time, and returns what differs from the stored verdicts.
    package func differences(
        by verifiers: any VerifierSource, jobs: Int, progress: any ProgressSink
    ) async throws -> [AuditProblem] {
        var done = 0
        return try await items.parallelMap(jobs: jobs) { item in
            let seed = item.report.holdoutSeed.flatMap(UInt64.init)
            let again = try await verifiers.verifier(of: item.task, holdoutSeed: seed).verify(item.candidate, scope: .full)
            return Self.difference(item, again)
        } each: { found in
            done += 1
            progress.update("\(done)/\(items.count)")
            if let found { progress.line("✗ \(found.attempt): \(found.message)") }
        }.compactMap { $0 }
    }

    private static func difference(_ item: Item, _ again: ReviewReport) -> AuditProblem? {
        let name = item.key.description
        if again.verdict != item.report.verdict {
            return AuditProblem(attempt: name, message: "was \(item.report.verdict.rawValue), is \(again.verdict.rawValue)")
        }
        func statuses(_ report: ReviewReport) -> [String: CheckStatus] {
            Dictionary(report.checks.filter { $0.kind != .staticCheck }.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
        }
        let (before, after) = (statuses(item.report), statuses(again))
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
        guard !changed.isEmpty else { return nil }
        return AuditProblem(attempt: name, message: "the same verdict by other checks: \(changed.prefix(5).joined(separator: ", "))")
    }
}
