import AssayConfiguration
import AssayCore
import AssayPipeline
import AssayRepositories
import AssayStatistics
import AssayStore
import AssaySupport

/// Executes the attempts of one run, several at once.
struct AttemptLoop: Sendable {
    let run: String
    let setup: ExperimentSetup
    /// The part of the tasks that is made; nil for all.
    let shard: Shard?
    let store: Store
    let runner: SharedRunner
    /// The most attempts that are made at once.
    let atOnce: Int
    let progress: any ProgressSink
    /// Receives every event after it is stored.
    let watch: any EventSink
    let note: @Sendable (String) -> Void
    /// An attempt that the harness lost is tried again this often before it is given up; whoever waits for a single one decides
    /// that for himself.
    private var retries: Int { setup.isSingle ? 0 : 2 }

    init(
        run: String, setup: ExperimentSetup, shard: Shard? = nil, store: Store, runner: AttemptRunner, atOnce: Int, progress: any ProgressSink,
        watch: any EventSink = NoEvents(), note: @escaping @Sendable (String) -> Void
    ) {
        self.run = run
        self.setup = setup
        self.shard = shard
        self.store = store
        self.runner = SharedRunner(runner)
        self.atOnce = atOnce
        self.progress = progress
        self.watch = watch
        self.note = note
    }

    /// Runs what is not done yet; ends early when the evidence of a sequential run is enough.
    func run() async throws {
        let tasks = setup.suite.byID
        let settings = Dictionary(uniqueKeysWithValues: setup.file.arms.map { ($0.name, $0.settings) })
        let reviews = settings.values.contains { $0.kind == .multiStep && $0.review }
        var attempts = setup.plan.part(of: try store.attempts(of: run), in: shard)
        var queue = AttemptQueue(attempts, distance: reviews ? AttemptQueue.reviewDistance : nil)
        var tally = RunProgress(attempts)
        var failure: (any Error)?
        try await withThrowingTaskGroup(of: (Int, Result<AttemptResult?, any Error>).self) { group in
            while true {
                try Task.checkCancellation()
                if failure != nil || setup.plan.isStopped(attempts) { queue.close() }
                while queue.count < atOnce, let position = queue.next() {
                    let attempt = attempts[position]
                    guard let task = tasks[ExactName(attempt.key.task)], let own = settings[attempt.key.arm] else {
                        queue.finish(position)
                        continue
                    }
                    let claimsEnd = attempts[queue.claimsEnd(for: position)].id
                    group.addTask { (position, try await outcome { try await finish(attempt, task, own, claimsEnd: claimsEnd) }) }
                    let running = queue.count == 1 ? "\(attempt.key.arm) · \(attempt.key.task)" : "\(queue.count) at once"
                    if !setup.isSingle { progress.update("\(running) │ \(tally.line)") }
                }
                guard let (position, outcome) = try await group.next() else { break }
                queue.finish(position)
                do {
                    let result = try outcome.get()
                    tally.add(result)
                    if !setup.isSingle { progress.line(RunProgress.line(attempts[position].key, result)) }
                    if let result { attempts[position].result = result } else { attempts[position].result.status = .harnessError }
                } catch {
                    failure = failure ?? error
                }
            }
        }
        if let failure { throw failure }
        if queue.isClosed, attempts.contains(where: \.result.status.isOpen) { progress.line("stopped: the evidence for a regression is enough") }
    }

    /// How an attempt ended; throws what ends all others too: an interruption, or a database that cannot be written.
    ///
    /// After any other failure nothing new begins, but what is under way is paid for and is finished.
    private func outcome(_ attempt: () async throws -> AttemptResult?) async throws -> Result<AttemptResult?, any Error> {
        do {
            return .success(try await attempt())
        } catch let error as HarnessError where error.endsTheRun {
            throw error
        } catch {
            try Task.checkCancellation()
            return .failure(error)
        }
    }

    /// Tries one attempt until it is done; nil when the harness lost it each time.
    ///
    /// `claimsEnd` is the row of the first attempt whose reviewer's claims do not count for this one.
    private func finish(
        _ attempt: AttemptRecord, _ task: CodingTask, _ settings: PipelineSettings, claimsEnd: Int64
    ) async throws -> AttemptResult? {
        for round in 0...retries {
            var number: Int?
            do {
                try store.begin(attempt.id)
                let current = try await runner.current()
                number = current.number
                let earlier = try store.earlierCalls(of: attempt.id)
                let events = WatchedEvents(stored: AttemptRecorder(store: store, attempt: attempt.id), watch: watch)
                let settings = try await withTrustedReviewer(settings, attempt.key.arm, before: claimsEnd, events)
                // Seeds differ between the attempts' seeds only: the arms of a pair draw alike.
                let judged = try await current.runner.run(task, settings, seed: attempt.key.seed + 1, events: events, earlier: earlier)
                let patch = if let candidate = judged.candidate { try await setup.work?.patch(of: candidate) } else { nil as String? }
                try store.finish(attempt.id, judged.result, patch: patch)
                return judged.result
            } catch let error as ModelError where [.notRecorded, .leak, .refused].contains(error.code) {
                // Trying again cannot help.
                try store.fail(attempt.id, error.message)
                throw error
            } catch let error as HarnessError where error.endsTheRun {
                throw error
            } catch {
                try Task.checkCancellation()
                try store.fail(attempt.id, "\(error)")
                if let number, !(error is ModelError) { await runner.broke(number) }
                guard round == retries else { continue }
                if error is ModelError || setup.isSingle { throw error }
                note("\(attempt.key.arm) · \(attempt.key.task): \(error)")
            }
        }
        return nil
    }

    /// The settings without a reviewer whose claims, in this run, were hardly ever confirmed.
    private func withTrustedReviewer(
        _ settings: PipelineSettings, _ arm: String, before end: Int64, _ events: WatchedEvents
    ) async throws -> PipelineSettings {
        guard settings.kind == .multiStep, settings.review else { return settings }
        let claims = try store.reviewClaims(of: run, arm: arm, before: end)
        guard ReviewerTrust.isLost(confirmed: claims.confirmed, of: claims.all) else { return settings }
        var settings = settings
        settings.review = false
        try await events.record(
            .phase(.review, note: "the reviewer is suspended: \(claims.confirmed) of its \(claims.all) claims in this run were confirmed"))
        return settings
    }
}

/// Stores events, and then shows them to somebody who watches.
private struct WatchedEvents: EventSink {
    let stored: AttemptRecorder
    let watch: any EventSink

    func record(_ event: AttemptEvent) async throws(HarnessError) {
        try await stored.record(event)
        try await watch.record(event)
    }
}

extension HarnessError {
    /// Whether nothing more can be stored, so that no other attempt is worth its price.
    fileprivate var endsTheRun: Bool { [.storage, .unwritable, .lost].contains(code) }
}
