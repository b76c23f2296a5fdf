import AssayCore
import AssaySupport

/// A server did not do its part: why, and whether asking again may help.
struct ServerFailure: Error, Sendable {
    /// The error that is told when asking again did not help.
    var error: ModelError
    /// Whether the same question may be answered another time.
    var mayPass: Bool
    /// Seconds after which the server wants to be asked again.
    var after: Double?

    init(_ code: ModelError.Code, _ message: String, mayPass: Bool, after: Double? = nil) {
        error = ModelError(code, message)
        self.mayPass = mayPass
        self.after = after
    }

    /// Words in the type, code or status of an error that mean "not now" (OpenAI, Anthropic, Google).
    private static let passing = [
        "rate_limit", "overloaded", "api_error", "server_error", "internal", "unavailable", "timeout", "deadline_exceeded", "resource_exhausted",
    ]

    /// The failure that a JSON value reports; nil when it reports none.
    ///
    /// It is one by its key `error` (an object or a text), or, where there is no answer in it, by `detail` or `message`.
    init?(_ value: JSONValue) {
        let parts = value["error"].flatMap { $0.isSomething && $0 != .bool(false) ? $0 : nil }
        let isBare = ["choices", "candidates", "content", "output", "response", "delta"].allSatisfy { value[$0] == nil }
        let isTold = value["detail"]?.isSomething == true || value["message"]?.text?.isEmpty == false
        guard let problem = parts ?? (isBare && isTold ? value : nil) else { return nil }
        self.init(problem: problem, words: ServerWords.of(value))
    }

    /// A failure of an error object, told in the given words.
    init(problem: JSONValue, words: String) {
        let kinds = ["type", "code", "status"].compactMap { problem[$0]?.text?.lowercased() }
        let number = ["code", "status"].lazy.compactMap { problem[$0]?.tokens }.first
        let isRate = number == 429 || kinds.contains { $0.contains("rate_limit") || $0 == "resource_exhausted" || $0 == "429" }
        let isPassing = isRate || number == 408 || (number ?? 0) >= 500 || kinds.contains { kind in Self.passing.contains { kind.contains($0) } }
        let said = "the model server said: \(words)"
        if ModelError.saysTooLong(words) || kinds.contains(where: ModelError.saysTooLong) {
            self.init(.contextLength, said, mayPass: false)
        } else {
            self.init(isRate ? .rateLimited : isPassing ? .unreachable : .refused, said, mayPass: isPassing)
        }
    }
}
