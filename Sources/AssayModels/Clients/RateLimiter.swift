import AssaySupport

/// What a provider allows.
package struct RateLimits: Sendable, Equatable {
    package var requestsPerMinute: Int?
    package var tokensPerMinute: Int?

    package init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }
}

/// Keeps calls within a provider's limits by token buckets, in the order in which they ask.
actor RateLimiter {
    private struct Bucket {
        let capacity: Double
        var level: Double

        init(perMinute: Int) {
            capacity = Double(perMinute)
            level = capacity
        }

        mutating func fill(_ seconds: Double) { level = min(capacity, level + capacity * seconds / 60) }

        /// Seconds until so much may be taken; more than it ever holds is let through when it is full.
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

    /// Waits until one call of at most so many tokens may be made, and takes them.
    func wait(tokens amount: Int) async throws {
        let delay = take(tokens: amount)
        if delay > 0 { try await Task.sleep(for: .seconds(delay)) }
    }

    /// Takes what one call needs, at once, so that whoever asks next waits behind; returns the seconds to wait.
    func take(tokens amount: Int, at now: ContinuousClock.Instant = .now) -> Double {
        fill(now)
        let delay = max(requests?.delay(1) ?? 0, tokens?.delay(Double(amount)) ?? 0)
        requests?.level -= 1
        tokens?.level -= Double(amount)
        return delay
    }

    /// Gives back what a call did not use of what it might have used.
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
