import Synchronization
import Testing

@testable import AssaySupport

/// Counts how often work was run, and can hold it up until it is told to go on.
private final class Work: Sendable {
    private let count = Mutex(0)
    private let opened = AsyncStream.makeStream(of: Void.self)
    var runs: Int { count.withLock { $0 } }

    /// Returns the number of this run, from 1.
    func run() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }

    func open() { opened.continuation.finish() }
    func waitUntilOpen() async { for await _ in opened.stream {} }
}

private struct Failure: Error, Equatable {
    var run: Int
}

@Suite struct OncePerKeyTests {
    @Test("a value is made once for each key")
    func once() async throws {
        let (memory, work) = (OncePerKey<Int>(), Work())
        #expect(try await memory.value(for: "a") { work.run() } == 1)
        #expect(try await memory.value(for: "a") { work.run() } == 1)
        #expect(try await memory.value(for: "b") { work.run() } == 2)
    }

    @Test("callers that ask at the same time share one run")
    func coalesces() async throws {
        let (memory, work) = (OncePerKey<Int>(), Work())
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await memory.value(for: "a") {
                        await work.waitUntilOpen()
                        return work.run()
                    }
                }
            }
            work.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == [Int](repeating: 1, count: 50) && work.runs == 1)
    }

    @Test("one key's work does not hold up another's")
    func independent() async throws {
        let (memory, work) = (OncePerKey<Int>(), Work())
        async let held = memory.value(for: "held") {
            await work.waitUntilOpen()
            return 0
        }
        #expect(try await memory.value(for: "free") { 1 } == 1)
        work.open()
        #expect(try await held == 0)
    }

    @Test("a run that failed is forgotten, so that the next caller tries again")
    func forgetsFailures() async throws {
        let (memory, work) = (OncePerKey<Int>(), Work())
        let error = await #expect(throws: Failure.self) { try await memory.value(for: "a") { throw Failure(run: work.run()) } }
        #expect(error == Failure(run: 1))
        #expect(try await memory.value(for: "a") { work.run() } == 2)
        #expect(try await memory.value(for: "a") { work.run() } == 2)
    }

    @Test("a value that the rule does not keep is given once and made again")
    func rule() async throws {
        let (memory, work) = (OncePerKey<Int>(keeping: { $0 > 1 }), Work())
        #expect(try await memory.value(for: "a") { work.run() } == 1)
        #expect(try await memory.value(for: "a") { work.run() } == 2)
        #expect(try await memory.value(for: "a") { work.run() } == 2)
    }

    @Test("the work goes on when the caller that began it is cancelled and another waits")
    func cancelled() async throws {
        let (memory, work) = (OncePerKey<Int>(), Work())
        let begun = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await memory.value(for: "a") {
                begun.continuation.finish()
                await work.waitUntilOpen()
                return work.run()
            }
        }
        for await _ in begun.stream {}
        let second = Task { try await memory.value(for: "a") { work.run() + 10 } }
        // The second waits for the same run once the memory has heard of it.
        while await memory.callers(of: "a") < 2 { await Task.yield() }
        first.cancel()
        while await memory.callers(of: "a") > 1 { await Task.yield() }
        work.open()
        #expect(try await second.value == 1)
        #expect(work.runs == 1)
    }

    @Test("the work is cancelled when all its callers are, and the next caller begins anew")
    func abandoned() async throws {
        let (memory, work) = (OncePerKey<Int>(), Work())
        let begun = AsyncStream.makeStream(of: Void.self)
        let only = Task {
            try await memory.value(for: "a") {
                begun.continuation.finish()
                try await Task.sleep(for: .seconds(3600))
                return work.run()
            }
        }
        for await _ in begun.stream {}
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        #expect(try await memory.value(for: "a") { work.run() } == 1)
    }
}
