import AssayCore
import AssaySupport

extension HarnessError {
    /// Returns what some work returns; whatever else it throws is a failure of the sandbox, but for a cache that cannot be written.
    static func wrapping<Value>(_ work: () async throws -> Value) async throws(HarnessError) -> Value {
        do {
            return try await work()
        } catch let error as HarnessError {
            throw error
        } catch let error as InputError where error.kind == .unwritable {
            throw HarnessError(.unwritable, "\(error)")
        } catch {
            throw HarnessError(.sandbox, "\(error)")
        }
    }
}
