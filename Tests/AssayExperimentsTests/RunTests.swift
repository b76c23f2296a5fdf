import AssayConfiguration
import AssayCore
import AssayModels
import AssayPipeline
import AssayStore
import AssaySupport
import AssayTestSupport
import Synchronization
import Testing

@testable import AssayExperiments

/// The same experiment without an early end.
private func fixedSetup(_ candidate: String) throws -> ExperimentSetup { try scriptedSetup(tasks: 60, candidate: candidate) }

/// Lets the first callers go on when this many are there; counts how many were there at once.
private actor Crowd {
    private let size: Int
    private var isComplete = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var present = 0
    private(set) var most = 0

    init(of size: Int) { self.size = size }

    func enter() async {
        present += 1
        most = max(most, present)
        if present == size { isComplete = true }
        if !isComplete { return await withCheckedContinuation { waiting.append($0) } }
        waiting.forEach { $0.resume() }
        waiting = []
    }

    func leave() { present -= 1 }
}

/// Answers when the crowd is complete.
private struct CrowdedClient: ModelClient {
    let inner: CodeClient
    let crowd: Crowd

    func complete(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        await crowd.enter()
        let reply = try await inner.complete(request)
        await crowd.leave()
        return reply
    }
}

@Suite struct RunTests {
    private func withStore(_ body: (Store) async throws -> Void) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try await body(Store(path: folder + "/a.db"))
    }

    @Test("every attempt is planned before the first call, done once, and a finished run is recognised")
    func whole() async throws {
        try await withStore { store in
            let setup = try scriptedSetup(tasks: 2)
            let client = CodeClient()
            let id: String
            do {
                let run = try ExperimentRun.open(setup, in: store, new: false, recording: false)
                id = run.id
                #expect(run.opening == .planned)
                #expect(try store.attempts(of: id).map(\.result.status) == Array(repeating: .planned, count: 4))
                try await run.execute(AttemptRunner(verifiers: NameVerifier(), client: client), progress: Lines()) { _ in }
            }
            let attempts = try store.attempts(of: id)
            #expect(client.calls == 4 && attempts.allSatisfy { $0.result.status == .done })
            #expect(attempts.allSatisfy { $0.result.isSolved == ($0.key.arm == "a") && $0.result.usage.total == 15 })
            let again = try ExperimentRun.open(setup, in: store, new: false, recording: false)
            #expect(again.id == id && again.opening == .finished)
        }
    }

    @Test("what a model fails to answer is asked again; what it never answers ends the run and loses nothing", arguments: [2, 3])
    func unreachable(_ failures: Int) async throws {
        try await withStore { store in
            let setup = try scriptedSetup(tasks: 1)
            let client = CodeClient(failures: failures)
            let run = try ExperimentRun.open(setup, in: store, new: false, recording: false)
            let runner = AttemptRunner(verifiers: NameVerifier(), client: client)
            if failures == 2 {
                try await run.execute(runner, progress: Lines()) { _ in }
                #expect(try store.attempts(of: run.id).allSatisfy { $0.result.status == .done })
            } else {
                await #expect(throws: ModelError.self) { try await run.execute(runner, progress: Lines()) { _ in } }
                #expect(try store.attempts(of: run.id).map(\.result.status).contains(.harnessError))
            }
        }
    }

    @Test("an attempt that the harness loses each time is counted as lost, said, and never as failed")
    func lost() async throws {
        try await withStore { store in
            let setup = try scriptedSetup(tasks: 1)
            let run = try ExperimentRun.open(setup, in: store, new: false, recording: false)
            let lines = Lines()
            let said = Mutex<[String]>([])
            try await run.execute(AttemptRunner(verifiers: NameVerifier(isBroken: true), client: CodeClient()), progress: lines) { note in
                said.withLock { $0.append(note) }
            }
            let results = try store.attempts(of: run.id).map(\.result)
            #expect(results.allSatisfy { $0.status == .harnessError && $0.verdict == nil && $0.error?.contains("the jail is gone") == true })
            #expect(lines.all.count { $0.hasPrefix("! ") && $0.hasSuffix("lost to the harness") } == 2)
            #expect(said.withLock { $0 }.count == 2)
        }
    }

    @Test("an answer that was had is not asked for again when the harness loses its judgement")
    func judgedLater() async throws {
        try await withStore { store in
            let setup = try scriptedSetup(tasks: 1)
            let client = CodeClient()
            do {
                let run = try ExperimentRun.open(setup, in: store, new: false, recording: false)
                try await run.execute(AttemptRunner(verifiers: NameVerifier(isBroken: true), client: client), progress: Lines()) { _ in }
            }
            #expect(client.calls == 2)
            let again = try ExperimentRun.open(setup, in: store, new: false, recording: false)
            try await again.execute(AttemptRunner(verifiers: NameVerifier(), client: client), progress: Lines()) { _ in }
            let attempts = try store.attempts(of: again.id)
            #expect(client.calls == 2 && attempts.allSatisfy { $0.result.status == .done && $0.result.calls == 1 && $0.result.usage.total == 15 })
        }
    }

    @Test("an interrupted run keeps what is done, and goes on from there")
    func interrupted() async throws {
        try await withStore { store in
            let setup = try scriptedSetup(tasks: 3)
            let first: String
            do {
                let run = try ExperimentRun.open(setup, in: store, new: false, recording: false)
                first = run.id
                let start = AsyncStream<Void>.makeStream()
                let whole = Mutex<Task<Void, any Error>?>(nil)
                let execution = Task {
                    for await _ in start.stream {}
                    try await run.execute(
                        AttemptRunner(
                            verifiers: NameVerifier(),
                            client: CodeClient { number in if number == 3 { whole.withLock { $0?.cancel() } } }),
                        progress: Lines()
                    ) { _ in }
                }
                whole.withLock { $0 = execution }
                start.continuation.finish()
                await #expect(throws: CancellationError.self) { try await execution.value }
            }
            let done = try store.attempts(of: first).count { $0.result.status == .done }
            #expect((2...3).contains(done))
            let again = try ExperimentRun.open(setup, in: store, new: false, recording: false)
            guard case .resumed(let open, _) = again.opening else {
                Issue.record("\(again.opening)")
                return
            }
            #expect(again.id == first && open == 6 - done)
            let client = CodeClient()
            try await again.execute(AttemptRunner(verifiers: NameVerifier(), client: client), progress: Lines()) { _ in }
            #expect(client.calls == open)
        }
    }

    @Test("how many attempts are made at once changes nothing but the time", arguments: [1, 2, 8, 200])
    func atOnce(_ limit: Int) async throws {
        try await withStore { store in
            let run = try ExperimentRun.open(try scriptedSetup(tasks: 20), in: store, new: false, recording: false)
            let client = CodeClient()
            // The two arms of a task are made one after another, so at most 20 ask at once.
            let crowd = Crowd(of: min(limit, 20))
            let runner = AttemptRunner(verifiers: NameVerifier(), client: CrowdedClient(inner: client, crowd: crowd))
            try await run.execute(runner, atOnce: limit, progress: Lines()) { _ in }
            let attempts = try store.attempts(of: run.id)
            #expect(client.calls == 40 && attempts.allSatisfy { $0.result.status == .done && $0.tries == 1 })
            #expect(attempts.allSatisfy { $0.result.isSolved == ($0.key.arm == "a") && $0.result.usage.total == 15 })
            #expect(await crowd.most == min(limit, 20))
            #expect(try store.auditProblems(of: run.id).isEmpty)
        }
    }

    @Test("a harness that breaks under several attempts at once is made anew once for all of them")
    func renewedOnce() async throws {
        try await withStore { store in
            let run = try ExperimentRun.open(try scriptedSetup(tasks: 10), in: store, new: false, recording: false)
            let renewals = Mutex(0)
            let runner = AttemptRunner(verifiers: NameVerifier(isBroken: true), client: CodeClient()) {
                renewals.withLock { $0 += 1 }
                return NameVerifier()
            }
            try await run.execute(runner, atOnce: 8, progress: Lines()) { _ in }
            #expect(try store.attempts(of: run.id).allSatisfy { $0.result.status == .done })
            #expect(renewals.withLock { $0 } == 1)
        }
    }

    @Test("a sequential run stops when a regression is clear, and not where the arms are alike", arguments: [("bad", true), ("good", false)])
    func sequential(_ candidate: String, _ stops: Bool) async throws {
        try await withStore { store in
            let setup = try scriptedSetup(tasks: 60, candidate: candidate, stop: .sequential)
            let run = try ExperimentRun.open(setup, in: store, new: false, recording: false)
            let lines = Lines()
            let client = CodeClient()
            try await run.execute(AttemptRunner(verifiers: NameVerifier(), client: client), progress: lines) { _ in }
            #expect((client.calls < 120) == stops)
            #expect((lines.all.last == "stopped: the evidence for a regression is enough") == stops)
            // It has ended by its own rule, whatever the file says now.
            let fixed = try ExperimentRun.open(fixedSetup(candidate), in: store, new: false, recording: false)
            #expect(fixed.opening == .another(than: run.id, changes: ["stop: sequential → fixed"]))
        }
    }
}
