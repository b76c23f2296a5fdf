import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayModels
import AssayPipeline
import AssaySandbox
import AssayStatistics
import AssayStore
import AssaySupport
import AssayVerify
import FoundationEssentials

/// One experiment being run: its cells are in the store before the first call.
struct ExperimentRun: Sendable {
    let id: String
    private let plan: ExperimentPlan
    private let file: ProjectFile
    private let suite: Suite
    private let store: Store
    /// Held as long as this value lives.
    private let lock: RunLock
    /// Harness errors are tried again this often before a cell is given up.
    private static let retries = 2

    /// Plans a new run, or finds the one of the same experiment: no cell is paid for twice.
    static func open(
        _ plan: ExperimentPlan, _ file: ProjectFile, _ suite: Suite, _ store: Store, new: Bool,
        recording: Bool
    ) throws -> ExperimentRun {
        if !new, let known = try store.newest(digest: plan.digest, recording: recording) {
            // Before anything is put back: another process may be at it.
            let lock = try store.lock(known.id)
            let lost = try store.recover(known.id)
            let attempts = try store.attempts(of: known.id)
            let open = attempts.count { $0.status != .done }
            Console.error(
                open == 0 || isStopped(plan, attempts)
                    ? "run \(known.id) has done all of this already; --new runs it again"
                    : "resuming run \(known.id): \(open) attempts to go" + (lost > 0 ? ", \(lost) of them started before" : ""))
            return ExperimentRun(id: known.id, plan: plan, file: file, suite: suite, store: store, lock: lock)
        }
        let now = Date().timeIntervalSince1970
        let id = "\(file.name)-\(Digest.of(plan.digest, "\(now)", UUID().uuidString).prefix(8))"
        let lock = try store.lock(id)
        var digests: [String: String] = [:]
        for task in suite.tasks { digests[task.id] = task.digest }
        try store.plan(
            ExperimentRecord(
                id: id, name: plan.name, created: now, digest: plan.digest, suite: plan.suite,
                suiteDigest: plan.suiteDigest, seeds: plan.seeds, margin: plan.margin,
                alpha: plan.alpha, orderSeed: Int64(plan.orderSeed), recording: recording,
                file: file.path, stop: plan.stop.rawValue, source: file.text),
            arms: file.arms.map { arm in
                ArmRecord(
                    name: arm.name, settings: (try? JSON.line(arm.settings)) ?? "",
                    digest: arm.settings.digest)
            },
            attempts: plan.cells.map {
                PlannedAttempt(
                    arm: $0.arm, task: $0.task, taskDigest: digests[$0.task] ?? "", seed: $0.seed,
                    position: $0.position)
            })
        return ExperimentRun(id: id, plan: plan, file: file, suite: suite, store: store, lock: lock)
    }

    /// Whether the evidence of a sequential run is enough.
    private static func isStopped(_ plan: ExperimentPlan, _ attempts: [AttemptRecord]) -> Bool {
        plan.stop == .sequential && ExperimentResults.gate(attempts, plan.arms[0], plan.arms[1], alpha: plan.alpha).isStopped
    }

    /// Executes until done, or until it is interrupted; then says what is stored and how to go on.
    func execute(replay: String?, record: String?, quiet: Bool, goOn: String) async throws {
        let progress = Progress(quiet: quiet)
        defer { progress.finish() }
        do {
            try await Interruption.run { try await execute(replay: replay, record: record, progress: progress) }
        } catch {
            progress.finish()
            Console.error("stored so far: \(store.path), run \(id)\(goOn)")
            throw error
        }
    }

    /// Runs every cell that is not done yet, or as many as are needed.
    private func execute(replay: String?, record: String?, progress: Progress) async throws {
        let attempts = try store.attempts(of: id)
        guard attempts.contains(where: { $0.status != .done }), !Self.isStopped(plan, attempts) else { return }
        let context = try await VerificationContext.open(
            for: suite.tasks, sandbox: JailSandbox(minimumIsolation: file.minimumIsolation, isolation: file.isolation),
            limits: file.limits, differential: true, note: { Console.error($0) })
        let reruns = file.reruns
        try await ModelSession.withModels(
            file.models, replay: replay, record: record, say: { progress.line($0) }
        ) { client in
            try await runCells(AttemptRunner(context: context, client: client, reruns: reruns), progress)
        }
    }

    private func runCells(_ runner: AttemptRunner, _ progress: Progress) async throws {
        var tasks: [String: CodingTask] = [:]
        for task in suite.tasks { tasks[task.id] = task }
        let settings = Dictionary(uniqueKeysWithValues: file.arms.map { ($0.name, $0.settings) })
        var attempts = try store.attempts(of: id)
        var tally = Tally(total: attempts.count)
        tally.solved = attempts.count { $0.verdict == Verdict.passed.rawValue }
        tally.done = attempts.count { $0.status == .done }
        for (index, attempt) in attempts.enumerated() where attempt.status != .done {
            try Task.checkCancellation()
            if Self.isStopped(plan, attempts) { return progress.line("stopped: the evidence for a regression is enough") }
            guard let task = tasks[attempt.task], let own = settings[attempt.arm] else { continue }
            progress.update("\(attempt.arm) · \(attempt.task) │ \(tally.line)")
            let end = try await runCell(attempt, task, own, runner)
            if let end {
                attempts[index].status = .done
                attempts[index].verdict = end.verdict.rawValue
                tally.done += 1
                tally.solved += end.verdict.isSolved ? 1 : 0
                tally.seconds += end.seconds
                progress.line(
                    "\(end.verdict.isSolved ? "✓" : "✗") \(attempt.arm) · \(attempt.task) · seed \(attempt.seed): \(end.verdict.rawValue), \(Text.decimal(end.seconds, 1)) s, \(end.stopped)"
                )
            } else {
                tally.lost += 1
                progress.line("! \(attempt.arm) · \(attempt.task) · seed \(attempt.seed): lost to the harness")
            }
        }
    }

    /// Returns nil when the cell was lost to the harness after all retries.
    private func runCell(
        _ attempt: AttemptRecord, _ task: CodingTask, _ settings: PipelineSettings,
        _ runner: AttemptRunner
    ) async throws -> AttemptEnd? {
        for round in 0...Self.retries {
            do {
                try store.begin(attempt.id)
                let sink = AttemptRecorder(store: store, attempt: attempt.id)
                let settings = try await suspended(settings, attempt.arm, sink)
                // Seeds differ between cells' seeds only: arms of a pair draw alike.
                let (end, _, _) = try await runner.run(
                    task, settings, seed: attempt.seed + 1, events: sink)
                try store.finish(attempt.id, end)
                return end
            } catch let error as ModelError where [.notRecorded, .leak, .refused].contains(error.code) {
                // Trying again cannot help.
                try store.fail(attempt.id, error.message)
                throw error
            } catch let error as HarnessError where error.code == .storage {
                throw error
            } catch {
                try Task.checkCancellation()
                try store.fail(attempt.id, "\(error)")
                if round == Self.retries {
                    if let error = error as? ModelError { throw error }
                    Console.error("\(attempt.arm) · \(attempt.task): \(error)")
                }
            }
        }
        return nil
    }

    /// The settings without a reviewer that has shown, in this run, that what it says is hardly ever so.
    private func suspended(_ settings: PipelineSettings, _ arm: String, _ sink: AttemptRecorder) async throws -> PipelineSettings {
        guard settings.kind == .multiStep, settings.review else { return settings }
        let claims = try store.reviewClaims(of: id, arm: arm)
        guard ReviewerTrust.isLost(confirmed: claims.confirmed, of: claims.all) else { return settings }
        var settings = settings
        settings.review = false
        try await sink.record(
            .phase(.review, note: "the reviewer is suspended: \(claims.confirmed) of its \(claims.all) claims in this run were confirmed"))
        return settings
    }

    private struct Tally {
        var total: Int
        var done = 0
        var solved = 0
        var lost = 0
        var seconds = 0.0
        init(total: Int) { self.total = total }
        var line: String {
            let left = done > 0 && seconds > 0 ? seconds / Double(done) * Double(total - done) : 0
            let eta = left > 0 ? " │ about \(Int(left / 60)):\(Int(left) % 60 < 10 ? "0" : "")\(Int(left) % 60) to go" : ""
            return "✓ \(solved)  ✗ \(done - solved)  ! \(lost) │ \(done)/\(total)\(eta)"
        }
    }
}

extension ExperimentPlan {
    /// What an experiment file asks of a suite's tasks.
    init(_ file: ProjectFile, _ suite: Suite, at path: String) {
        self.init(
            name: file.name, suite: path, suiteDigest: suite.digest, arms: file.arms.map(\.name),
            armDigests: Dictionary(uniqueKeysWithValues: file.arms.map { ($0.name, $0.settings.digest) }),
            tasks: suite.tasks.map(\.id), seeds: file.seeds, margin: file.margin, alpha: file.alpha,
            orderSeed: UInt64(file.orderSeed), stop: file.stop)
    }
}
