/// Places that callers share, first come, first served: a limit on how much of something happens at once.
///
/// An actor, because callers come from many tasks.
package actor Slots {
    private var free: Int
    private var waiting: [(number: Int, caller: CheckedContinuation<Bool, Never>)] = []
    private var comers = 0

    /// Makes places for this many callers at once, at least one.
    package init(_ count: Int) { free = max(1, count) }

    /// Runs the body in a place of its own, once there is one; a caller that is cancelled while it waits throws `interrupted` instead.
    package func run<Value: Sendable, Failure: Error>(
        orThrow interrupted: Failure, _ body: @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        guard await enter() else { throw interrupted }
        defer { leave() }
        return try await body()
    }

    /// Waits for a place; false where the caller was cancelled before it had one.
    private func enter() async -> Bool {
        if Task.isCancelled { return false }
        if free > 0 {
            free -= 1
            return true
        }
        comers += 1
        let number = comers
        return await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                // A cancellation that came before this line has found nobody to wake.
                if Task.isCancelled { caller.resume(returning: false) } else { waiting.append((number, caller)) }
            }
        } onCancel: {
            Task { await self.giveUp(number) }
        }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().caller.resume(returning: true) }
    }

    private func giveUp(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).caller.resume(returning: false)
    }
}
