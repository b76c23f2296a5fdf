import AssayConfiguration
package import AssayCore
import AssayPipeline
package import AssayStore
import AssaySupport

/// Repeats a stored run, using only its record.
package enum Rerun {
    /// The result of repeating one arm.
    package struct Arm: Sendable {
        /// An attempt whose verdict has changed; a verdict is nil where an attempt has none.
        package struct Change: Sendable, Equatable {
            /// The arm, task and seed.
            package let key: AttemptKey
            /// The verdict in the earlier run.
            package let before: Verdict?
            /// The verdict in the new run.
            package let now: Verdict?
        }
        /// The name of the arm.
        package let name: String
        /// The number of attempts that are in both runs.
        package let attempts: Int
        /// The attempts with another verdict than before.
        package let changes: [Change]
    }

    /// Reads the experiment from the text in the record, because its file may have changed since.
    ///
    /// - Throws: `NotComparable` when the suite has changed, `InputError` when the record does not suffice.
    package static func setup(of record: ExperimentRecord, in store: Store) async throws -> ExperimentSetup {
        guard let text = record.source else {
            throw InputError(
                record.id, "this run was stored by an older version, without its experiment file; run '\(record.command) --new'")
        }
        var file = try ProjectFile.load(record.file, text: text)
        let settings = try store.settings(of: record.id)
        file.arms = try store.arms(of: record.id).map { arm in
            guard let own = settings[arm.name] else {
                throw InputError("\(record.id)/\(arm.name)", "its settings are those of another version of assay")
            }
            let changes = RunChanges.changes(of: arm.withoutSurroundings, to: ArmIdentity(own, in: file))
            guard changes.isEmpty else {
                throw InputError("\(record.id)/\(arm.name)", "this is not what was run: \(changes.joined(separator: "; "))")
            }
            return (arm.name, own)
        }
        file.seeds = record.seeds
        let attempts = try store.attempts(of: record.id)
        let tasks = try await StoredTasks(of: record)
        var suite = tasks.suite
        suite.keep(attempts.map(\.key.task))
        guard suite.digest == record.suiteDigest else {
            throw NotComparable(
                description: "\(record.suite) is not the suite that was run (\(record.suiteDigest.prefix(12))) any more")
        }
        if record.isSingle { file.name = record.name }
        return ExperimentSetup(
            file, suite, at: record.suite, firstSeed: attempts.map(\.key.seed).min() ?? 0, work: tasks.work, isSingle: record.isSingle)
    }

    /// Compares the verdicts of two runs of the same experiment, arm by arm.
    package static func compare(_ old: String, _ new: String, in store: Store) throws(HarnessError) -> [Arm] {
        let before = Dictionary(try store.attempts(of: old).map { ($0.key, $0.result.verdict) }, uniquingKeysWith: { one, _ in one })
        let now = try store.attempts(of: new)
        return try store.arms(of: new).map { arm in
            let own = now.filter { $0.key.arm == arm.name && before[$0.key] != nil }
            return Arm(
                name: arm.name, attempts: own.count,
                changes: own.compactMap { attempt in
                    let (was, verdict) = (before[attempt.key] ?? nil, attempt.result.verdict)
                    return was == verdict ? nil : Arm.Change(key: attempt.key, before: was, now: verdict)
                })
        }
    }
}
