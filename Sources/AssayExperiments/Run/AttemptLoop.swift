import AssayConfiguration
import AssayCore
import AssayPipeline
import AssayRepositories
import AssayStatistics
import AssayStore
import AssaySupport

/// Executes the attempts of one run in their planned order.
struct AttemptLoop: Sendable {
    let run: String
    let setup: ExperimentSetup
    let store: Store
    private(set) var runner: AttemptRunner
    let progress: any ProgressSink
    let note: @Sendable (String) -> Void
    /// Receives every event after it is stored.
    let watch: any EventSink
    /// An attempt that the harness lost is tried again this often before it is given up; whoever waits for a single one decides
    /// that for himself.
    private var retries: Int { setup.isSingle ? 0 : 2 }
    /// Whether the harness lost the last try: its verifiers may be what is broken.
    private var isBroken = false

    init(
        run: String, setup: ExperimentSetup, store: Store, runner: AttemptRunner, progress: any ProgressSink, watch: any EventSink = NoEvents(),
        note: @escaping @Sendable (String) -> Void
    ) {
        self.watch = watch
        self.run = run
        self.setup = setup
        self.store = store
        self.runner = runner
        self.progress = progress
        self.note = note
    }

    /// Runs what is not done yet; ends early when the evidence of a sequential run is enough.
    mutating func run() async throws {
        let tasks = setup.suite.byID
        let settings = Dictionary(uniqueKeysWithValues: setup.file.arms.map { ($0.name, $0.settings) })
        var attempts = try store.attempts(of: run)
        var tally = RunProgress(attempts)
        for (index, attempt) in attempts.enumerated() where attempt.result.status != .done {
            try Task.checkCancellation()
            if setup.plan.isStopped(attempts) { return progress.line("stopped: the evidence for a regression is enough") }
            let key = attempt.key
            guard let task = tasks[ExactName(key.task)], let own = settings[key.arm] else { continue }
            if !setup.isSingle { progress.update("\(key.arm) · \(key.task) │ \(tally.line)") }
            let result = try await finish(attempt, task, own)
            tally.add(result)
            if !setup.isSingle { progress.line(RunProgress.line(key, result)) }
            if let result { attempts[index].result = result }
        }
    }

    /// Tries one attempt until it is done; nil when the harness lost it each time.
    private mutating func finish(_ attempt: AttemptRecord, _ task: CodingTask, _ settings: PipelineSettings) async throws -> AttemptResult? {
        for round in 0...retries {
            do {
                try store.begin(attempt.id)
                if isBroken { runner = try await runner.renewed() }
                isBroken = false
                let earlier = try store.earlierCalls(of: attempt.id)
                let events = WatchedEvents(stored: AttemptRecorder(store: store, attempt: attempt.id), watch: watch)
                let settings = try await withTrustedReviewer(settings, attempt.key.arm, events)
                // Seeds differ between the attempts' seeds only: the arms of a pair draw alike.
                let judged = try await runner.run(task, settings, seed: attempt.key.seed + 1, events: events, earlier: earlier)
                let patch = if let candidate = judged.candidate { try await setup.work?.patch(of: candidate) } else { nil as String? }
                try store.finish(attempt.id, judged.result, patch: patch)
                return judged.result
            } catch let error as ModelError where [.notRecorded, .leak, .refused].contains(error.code) {
                // Trying again cannot help.
                try store.fail(attempt.id, error.message)
                throw error
            } catch let error as HarnessError where error.code == .storage || error.code == .unwritable {
                throw error
            } catch {
                try Task.checkCancellation()
                try store.fail(attempt.id, "\(error)")
                isBroken = !(error is ModelError)
                guard round == retries else { continue }
                if error is ModelError || setup.isSingle { throw error }
                note("\(attempt.key.arm) · \(attempt.key.task): \(error)")
            }
        }
        return nil
    }

    /// The settings without a reviewer whose claims, in this run, were hardly ever confirmed.
    private func withTrustedReviewer(
        _ settings: PipelineSettings, _ arm: String, _ events: WatchedEvents
    ) async throws -> PipelineSettings {
        guard settings.kind == .multiStep, settings.review else { return settings }
        let claims = try store.reviewClaims(of: run, arm: arm)
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
