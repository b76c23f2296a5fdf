import AssayCore
import AssaySupport

/// A failure of a model server, and whether a retry may succeed.
struct ServerFailure: Error, Sendable {
    /// The error that is thrown when no retry succeeds.
    var error: ModelError
    /// Whether the same request may succeed later.
    var isTemporary: Bool
    /// The wait in seconds that the server asks for before a retry.
    var retryAfter: Double?

    init(_ code: ModelError.Code, _ message: String, isTemporary: Bool, retryAfter: Double? = nil) {
        error = ModelError(code, message)
        self.isTemporary = isTemporary
        self.retryAfter = retryAfter
    }

    /// Words in the type, code or status of an error that mean a temporary failure (OpenAI, Anthropic, Google).
    private static let temporaryKinds = [
        "rate_limit", "overloaded", "api_error", "server_error", "internal", "unavailable", "timeout", "deadline_exceeded", "resource_exhausted",
    ]

    /// Makes the failure that a JSON value reports; nil when it reports none.
    ///
    /// An error is reported by the key `error`, an object or a text, or, in a value without an answer, by `detail` or `message`.
    init?(_ value: JSONValue) {
        let parts = value["error"].flatMap { $0.isSomething && $0 != .bool(false) ? $0 : nil }
        let isBare = ["choices", "candidates", "content", "output", "response", "delta"].allSatisfy { value[$0] == nil }
        let isTold = value["detail"]?.isSomething == true || value["message"]?.text?.isEmpty == false
        guard let problem = parts ?? (isBare && isTold ? value : nil) else { return nil }
        self.init(problem: problem, words: ServerWords.of(value))
    }

    /// Classifies an error object; `words` is its message for people.
    init(problem: JSONValue, words: String) {
        let kinds = ["type", "code", "status"].compactMap { problem[$0]?.text?.lowercased() }
        let number = ["code", "status"].lazy.compactMap { problem[$0]?.tokens }.first
        let isRate = number == 429 || kinds.contains { $0.contains("rate_limit") || $0 == "resource_exhausted" || $0 == "429" }
        let isTemporary = isRate || number == 408 || (number ?? 0) >= 500 || kinds.contains { kind in Self.temporaryKinds.contains { kind.contains($0) } }
        let said = "the model server said: \(words)"
        if ModelError.saysTooLong(words) || kinds.contains(where: ModelError.saysTooLong) {
            self.init(.contextLength, said, isTemporary: false)
        } else {
            self.init(isRate ? .rateLimited : isTemporary ? .unreachable : .refused, said, isTemporary: isTemporary)
        }
    }
}
