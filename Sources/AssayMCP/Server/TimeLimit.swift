import AssaySupport

/// Bounds how long a call works.
enum TimeLimit {
    /// Runs a body, and ends it where it takes longer than some seconds.
    static func of<Value: Sendable>(_ seconds: Double, _ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else {
                throw ToolError("it took longer than \(Text.decimal(seconds, 0)) seconds and was ended; ask for less, or raise time_limit_seconds")
            }
            return value
        }
    }
}
