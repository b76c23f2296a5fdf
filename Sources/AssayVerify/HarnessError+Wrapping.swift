import AssayCore

extension HarnessError {
    /// Returns what some work returns; whatever else it throws is a failure of the sandbox.
    static func wrapping<Value>(_ work: () async throws -> Value) async throws(HarnessError) -> Value {
        do {
            return try await work()
        } catch let error as HarnessError {
            throw error
        } catch {
            throw HarnessError(.sandbox, "\(error)")
        }
    }
}
