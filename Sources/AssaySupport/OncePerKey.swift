/// Runs work once for each key: callers that ask at the same time share one run, and a run that failed is forgotten.
///
/// An actor, because callers ask from many tasks at once. The work of one caller goes on when that caller is cancelled:
/// others may wait for it.
package actor OncePerKey<Value: Sendable> {
    private var runs: [String: Task<Value, any Error>] = [:]
    private let isKept: @Sendable (Value) -> Bool

    /// Makes an empty memory; values for which `isKept` is false are given to those who wait and then forgotten.
    package init(keeping isKept: @escaping @Sendable (Value) -> Bool = { _ in true }) {
        self.isKept = isKept
    }

    /// Returns the value of a key, running the work unless its value is known or being computed; throws the error of the work.
    package func value(for key: String, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let run = runs[key] ?? Task { try await work() }
        runs[key] = run
        do {
            let value = try await run.value
            if !isKept(value) { forget(run, of: key) }
            return value
        } catch {
            forget(run, of: key)
            throw error
        }
    }

    /// Forgets a run, unless another one has begun for its key since.
    private func forget(_ run: Task<Value, any Error>, of key: String) {
        if runs[key] == run { runs[key] = nil }
    }
}
