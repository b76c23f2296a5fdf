import AssayConfiguration
package import AssayCore
import AssayModels
import AssayPipeline
import AssayRepositories
import AssayStatistics
package import AssayStore
package import AssaySupport
import AssayVerify
import FoundationEssentials

/// One run of an experiment: its attempts are in the store before the first call.
package struct ExperimentRun: Sendable {
    /// The id of the run in the store.
    package let id: String
    /// Whether it was planned now or found in the store.
    package let opening: RunOpening
    /// What to tell of a run that was planned under other names, which are labels only.
    package let renaming: String?
    /// The part of the tasks that this process makes; nil for all.
    private let shard: Shard?
    private let setup: ExperimentSetup
    private let store: Store
    /// Held as long as this value lives.
    private let lock: RunLock

    /// The most attempts that are made at once, so that memory stays flat.
    private static let mostAtOnce = 256

    /// Plans a new run, or finds the one of the same experiment: no attempt is paid for twice.
    ///
    /// With `shard` only that part of the attempts is made, though all are planned; the shards of one experiment have the same
    /// id in every database, so that they can be merged.
    /// - Throws: `HarnessError` when another process executes the run, or the store or the sandbox cannot be used;
    ///   `RunChanged` when the last run of the file is not done and would be gone on with otherwise than it was begun.
    package static func open(
        _ setup: ExperimentSetup, in store: Store, new: Bool, recording: Bool, shard: Shard? = nil
    ) throws -> ExperimentRun {
        let plan = setup.plan
        guard shard == nil || plan.stop == .fixed else {
            throw InputError(setup.file.path, "stop: sequential looks at all attempts in one order, so such a run has no shards")
        }
        guard !plan.armIdentities.values.contains(where: \.isJudgedByUnknown) else {
            // A run that was stored so could never be resumed once the sandbox works.
            throw HarnessError(.sandbox, "nothing can be run in the sandbox, so no run is begun; 'assay doctor' says what is missing")
        }
        var opening = RunOpening.planned
        // Shards are planned apart, and must be found as one run when they are merged.
        let shared = "\(setup.file.name)-\(Digest.of(plan.digest, plan.arms.joined(separator: "\n"), "in shards", "\(recording)").prefix(8))"
        if !new {
            let known = try shard == nil ? store.newest(digest: plan.digest, recording: recording) : store.experiments().first { $0.id == shared }
            if let known, try shard != nil || !isExchanged(plan.arms, from: store.arms(of: known.id).map(\.name)) {
                return try resume(known, setup, in: store, shard: shard)
            }
            if !setup.isSingle, shard == nil, let other = try known ?? store.newest(name: plan.name, file: setup.file.path, recording: recording) {
                opening = try another(than: other, setup, in: store)
            }
        }
        let now = Date().timeIntervalSince1970
        let id = shard == nil ? "\(setup.file.name)-\(Digest.of(plan.digest, "\(now)", UUID().uuidString).prefix(8))" : shared
        let lock = try store.lock(id)
        try store.plan(
            ExperimentRecord(
                id: id, name: plan.name, created: now, digest: plan.digest, suite: plan.suite,
                suiteDigest: plan.suiteDigest, seeds: plan.seeds, margin: plan.margin,
                alpha: plan.alpha, orderSeed: Int64(plan.orderSeed), recording: recording,
                file: setup.file.path, stop: plan.stop, source: setup.file.text, verification: VerificationVersion.current,
                repository: setup.work.flatMap { try? JSON.line($0.question) }),
            arms: setup.file.arms.map { arm in
                let identity = plan.armIdentities[arm.name]
                return ArmRecord(
                    name: arm.name, settings: (try? JSON.line(arm.settings)) ?? "", digest: identity?.digest ?? "",
                    identity: identity.flatMap { try? JSON.line($0) })
            },
            attempts: plan.attempts,
            taskDigests: setup.suite.byID.mapValues(\.digest), taskSizes: setup.suite.byID.compactMapValues(\.brief.size))
        if let shard { try store.begin(shard, of: id) }
        return ExperimentRun(id: id, opening: opening, renaming: nil, shard: shard, setup: setup, store: store, lock: lock)
    }

    /// Returns the differences between a new run and the last one of the same file.
    ///
    /// - Throws: `RunChanged` where that one is not done: its attempts would be paid for and never shown.
    private static func another(than other: ExperimentRecord, _ setup: ExperimentSetup, in store: Store) throws -> RunOpening {
        let changes = try RunChanges.lines(from: other, in: store, to: setup)
        let attempts = try store.attempts(of: other.id)
        let isFinished = try attempts.allSatisfy { $0.result.status == .done } || other.isStopped(attempts, baseline: store.arms(of: other.id).first?.name)
        guard isFinished || attempts.allSatisfy({ $0.tries == 0 }) else { throw RunChanged(run: other.id, changes: changes) }
        return .another(than: other.id, changes: changes)
    }

    private static func resume(
        _ known: ExperimentRecord, _ setup: ExperimentSetup, in store: Store, shard: Shard?
    ) throws(HarnessError) -> ExperimentRun {
        // Before anything is put back: another process may be at it.
        let lock = try store.lock(known.id)
        let begun = try store.recover(known.id)
        let attempts = try store.attempts(of: known.id)
        let (setup, renaming) = try named(as: known, setup, in: store)
        if let shard { try store.begin(shard, of: known.id) }
        let open = setup.plan.part(of: attempts, in: shard).count { $0.result.status != .done }
        let isFinished = open == 0 || setup.plan.isStopped(attempts)
        return ExperimentRun(
            id: known.id, opening: isFinished ? .finished : .resumed(open: open, begun: begun), renaming: renaming, shard: shard, setup: setup,
            store: store, lock: lock)
    }

    /// Whether a name stands for another arm than before: its results would be read as that arm's.
    private static func isExchanged(_ names: [String], from stored: [String]) -> Bool {
        zip(names, stored).contains { $0 != $1 && stored.contains($0) }
    }

    /// The setup under the names that the run was planned with, and what to tell where they are others now.
    private static func named(
        as known: ExperimentRecord, _ setup: ExperimentSetup, in store: Store
    ) throws(HarnessError) -> (ExperimentSetup, String?) {
        let names = try store.arms(of: known.id).map(\.name)
        guard names != setup.plan.arms || known.name != setup.plan.name else { return (setup, nil) }
        return (setup.named(names), "names are labels: run \(known.id) keeps its own, '\(known.name)' with the arms \(names.joined(separator: ", "))")
    }

    /// Runs every attempt that is not done yet, or as many as are needed, with the models of the experiment's file.
    ///
    /// Nothing is started when all is done. `jobs` verifications run at once, and as many attempts more as the models may be
    /// asked at once; with 1 the attempts are made one after another. `note` is called with messages that are shown even without progress, `malformed`
    /// with the errors of lines of the recording.
    package func execute(
        replay: String?, record: String?, jobs: Int = 1, sandbox: @escaping @Sendable () throws -> any Sandbox, progress: any ProgressSink,
        watch: any EventSink = NoEvents(), note: @escaping @Sendable (String) -> Void, malformed: @Sendable ([InputError]) -> Void
    ) async throws {
        guard try !isFinished() else { return }
        let file = setup.file
        let verifying = Slots(jobs)
        let asked = replay != nil && record == nil ? jobs : file.models.values.reduce(0) { $0 + $1.concurrency }
        // What is under way when a sequential run has its answer was begun in vain.
        let atOnce = jobs == 1 || setup.plan.stop == .sequential ? jobs : min(jobs + asked, Self.mostAtOnce)
        let open: AttemptRunner.Reopening = {
            let context = try await VerificationContext.open(
                for: setup.suite.tasks, sandbox: sandbox(), limits: file.limits, differential: true, profiles: setup.profiles, note: note)
            return LimitedVerifiers(inner: context, slots: verifying)
        }
        let context = try await open()
        try await ModelSession.withModels(file.models, replay: replay, record: record, calls: atOnce, say: { progress.line($0) }, malformed: malformed) {
            client in
            try await execute(
                AttemptRunner(verifiers: context, client: client, reruns: file.reruns, reopen: open), atOnce: atOnce, progress: progress, watch: watch,
                note: note)
        }
    }

    /// Runs every attempt that is not done yet, or as many as are needed.
    package func execute(
        _ runner: AttemptRunner, atOnce: Int = 1, progress: any ProgressSink, watch: any EventSink = NoEvents(), note: @escaping @Sendable (String) -> Void
    ) async throws {
        try await AttemptLoop(
            run: id, setup: setup, shard: shard, store: store, runner: runner, atOnce: atOnce, progress: progress, watch: watch, note: note
        ).run()
    }

    /// Whether no attempt is to go, or the evidence of a sequential run is enough.
    private func isFinished() throws(HarnessError) -> Bool {
        let attempts = try store.attempts(of: id)
        return setup.plan.part(of: attempts, in: shard).allSatisfy { $0.result.status == .done } || setup.plan.isStopped(attempts)
    }
}

extension ExperimentPlan {
    /// The attempts of a run that belong to a shard; without one, all.
    package func part(of attempts: [AttemptRecord], in shard: Shard?) -> [AttemptRecord] {
        guard let shard else { return attempts }
        let own = Set(tasks.indices.filter { shard.has(task: $0) }.map { ExactName(tasks[$0]) })
        return attempts.filter { own.contains(ExactName($0.key.task)) }
    }

    /// Whether the evidence of a sequential run is enough.
    func isStopped(_ attempts: [AttemptRecord]) -> Bool { stop == .sequential && attempts.isEnough(baseline: arms[0], alpha: alpha) }
}

extension ExperimentRecord {
    /// Whether the evidence of a sequential run was enough, by its own rule.
    func isStopped(_ attempts: [AttemptRecord], baseline: String?) -> Bool {
        stop == .sequential && baseline.map { attempts.isEnough(baseline: $0, alpha: alpha) } == true
    }
}

extension [AttemptRecord] {
    /// Whether a sequential test has decided; several seeds of a few tasks are not many tasks.
    fileprivate func isEnough(baseline: String, alpha: Double) -> Bool {
        Set(map(\.key.task)).count >= Decision.fewestTasks && gate(baseline: baseline, alpha: alpha).isStopped
    }
}
