import AssaySupport

/// A provider's rate limits.
package struct RateLimits: Sendable, Equatable {
    /// The requests that may be sent in a minute; nil for no limit.
    package let requestsPerMinute: Int?
    /// The tokens of prompts and answers in a minute; nil for no limit.
    package let tokensPerMinute: Int?

    /// Makes limits; without arguments, none.
    package init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }
}

/// Keeps calls within rate limits, first come, first served, by the token bucket algorithm.
actor RateLimiter {
    private struct Bucket {
        let capacity: Double
        var level: Double

        init(perMinute: Int) {
            capacity = Double(perMinute)
            level = capacity
        }

        mutating func fill(_ seconds: Double) { level = min(capacity, level + capacity * seconds / 60) }

        /// Seconds until the bucket holds the amount; an amount above the capacity waits for a full bucket.
        func delay(_ amount: Double) -> Double { max(0, (min(amount, capacity) - level) * 60 / capacity) }
    }

    private var requests: Bucket?
    private var tokens: Bucket?
    private var filled: ContinuousClock.Instant

    init(_ limits: RateLimits, at now: ContinuousClock.Instant = .now) {
        requests = limits.requestsPerMinute.map(Bucket.init)
        tokens = limits.tokensPerMinute.map(Bucket.init)
        filled = now
    }

    /// Waits until a call of at most this many tokens may be sent, and takes the tokens.
    func wait(tokens amount: Int) async throws {
        let delay = take(tokens: amount)
        if delay > 0 { try await Task.sleep(for: .seconds(delay)) }
    }

    /// Takes the tokens of one call at once, so that later callers wait behind it; returns the seconds to wait.
    func take(tokens amount: Int, at now: ContinuousClock.Instant = .now) -> Double {
        fill(now)
        let delay = max(requests?.delay(1) ?? 0, tokens?.delay(Double(amount)) ?? 0)
        requests?.level -= 1
        tokens?.level -= Double(amount)
        return delay
    }

    /// Returns the tokens that a call reserved but did not use.
    func used(_ amount: Int, of taken: Int, at now: ContinuousClock.Instant = .now) {
        fill(now)
        if amount > 0 { tokens?.level += Double(max(0, taken - amount)) }
    }

    private func fill(_ now: ContinuousClock.Instant) {
        let passed = max(0, (now - filled).seconds)
        filled = max(now, filled)
        requests?.fill(passed)
        tokens?.fill(passed)
    }
}
