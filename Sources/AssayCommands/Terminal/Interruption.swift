import AssayCore
import Dispatch
import Glibc

/// Ctrl-C once cancels and saves, twice stops at once.
enum Interruption {
    /// Runs an operation that SIGINT and SIGTERM cancel.
    static func run<Value: Sendable>(
        telling note: String = "interrupted: finishing and saving; once more stops at once",
        _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await operation() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if task.isCancelled { exit(ExitStatus.interrupted.rawValue) }
                Console.error(note)
                task.cancel()
            }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        do {
            return try await task.value
        } catch {
            // What a cancelled child throws is a consequence, not a cause.
            if task.isCancelled { throw CancellationError() }
            throw error
        }
    }
}
