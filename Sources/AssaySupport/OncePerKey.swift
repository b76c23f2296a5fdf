/// Runs work once for each key: callers that ask at the same time share one run, and a run that failed is forgotten.
///
/// An actor, because callers ask from many tasks at once. The work goes on when one of its callers is cancelled, as others
/// wait for it; it is cancelled when all of them are.
package actor OncePerKey<Value: Sendable> {
    private struct Run {
        let work: Task<Value, any Error>
        /// How many wait for it; once it is done, nobody's leaving ends it.
        var callers = 0
        var isDone = false
    }

    private var runs: [String: Run] = [:]
    private let isKept: @Sendable (Value) -> Bool

    /// Makes an empty memory; values for which `isKept` is false are given to those who wait and then forgotten.
    package init(keeping isKept: @escaping @Sendable (Value) -> Bool = { _ in true }) {
        self.isKept = isKept
    }

    /// Returns the value of a key, running the work unless its value is known or being computed; throws the error of the work.
    package func value(for key: String, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        var run = runs[key] ?? Run(work: Task { try await work() })
        run.callers += 1
        runs[key] = run
        let shared = run.work
        do {
            let value = try await withTaskCancellationHandler {
                try await shared.value
            } onCancel: {
                Task { await self.leave(shared, of: key) }
            }
            // What came of work that was cut short is nobody's value.
            if shared.isCancelled { throw CancellationError() }
            if isKept(value) { finish(shared, of: key) } else { forget(shared, of: key) }
            return value
        } catch {
            forget(shared, of: key)
            throw error
        }
    }

    /// How many wait for the work of a key.
    func callers(of key: String) -> Int { runs[key]?.callers ?? 0 }

    private func finish(_ work: Task<Value, any Error>, of key: String) {
        if runs[key]?.work == work { runs[key]?.isDone = true }
    }

    /// Takes note that a caller has gone; the last one takes the work along.
    private func leave(_ work: Task<Value, any Error>, of key: String) {
        guard let run = runs[key], run.work == work, !run.isDone else { return }
        runs[key]?.callers -= 1
        guard run.callers == 1 else { return }
        runs[key] = nil
        work.cancel()
    }

    /// Forgets a run, unless another one has begun for its key since.
    private func forget(_ work: Task<Value, any Error>, of key: String) {
        if runs[key]?.work == work { runs[key] = nil }
    }
}
