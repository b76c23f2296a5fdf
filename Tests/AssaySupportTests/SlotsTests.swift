import Testing

@testable import AssaySupport

private struct Interrupted: Error, Equatable {}

/// Counts how many are there at once.
private actor Presence {
    private var now = 0
    private(set) var most = 0

    func enter() {
        now += 1
        most = max(most, now)
    }

    func leave() { now -= 1 }
}

@Suite struct SlotsTests {
    @Test("no more bodies run at once than there are places, and every caller has its turn", arguments: [1, 3, 8])
    func limit(places: Int) async throws {
        let slots = Slots(places)
        let presence = Presence()
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await slots.run(orThrow: Interrupted()) { () async throws(Interrupted) in
                        await presence.enter()
                        await presence.leave()
                        return number
                    }
                }
            }
            var done: Set<Int> = []
            for try await number in group { done.insert(number) }
            return done
        }
        #expect(done.count == 50)
        #expect(await (1...places).contains(presence.most))
    }

    @Test("a caller that is cancelled while it waits throws at once, and takes no place from those behind it")
    func cancelled() async throws {
        let slots = Slots(1)
        let (entered, release) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let holder = Task {
            try await slots.run(orThrow: Interrupted()) { () async throws(Interrupted) in
                entered.continuation.finish()
                for await _ in release.stream {}
            }
        }
        for await _ in entered.stream {}
        let waiting = Task { try await slots.run(orThrow: Interrupted()) { () async throws(Interrupted) in 1 } }
        let next = Task { try await slots.run(orThrow: Interrupted()) { () async throws(Interrupted) in 2 } }
        waiting.cancel()
        await #expect(throws: Interrupted()) { try await waiting.value }
        release.continuation.finish()
        try await holder.value
        #expect(try await next.value == 2)
    }

    @Test("a body that throws gives its place back")
    func failing() async throws {
        let slots = Slots(1)
        await #expect(throws: Interrupted()) { try await slots.run(orThrow: Interrupted()) { () async throws(Interrupted) in throw Interrupted() } }
        #expect(try await slots.run(orThrow: Interrupted()) { () async throws(Interrupted) in 1 } == 1)
    }
}
