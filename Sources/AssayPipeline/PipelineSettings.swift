package import AssayCore

/// Which pipeline runs, and how.
package enum PipelineKind: String, Sendable, Codable, CaseIterable {
    case singlePass = "single-pass"
    case bestOfN = "best-of-n"
    case multiStep = "multi-step"
}

/// What a retry shows the model of the attempt that failed.
package enum RetryStrategy: String, Sendable, Codable, CaseIterable {
    /// The report and the code that failed.
    case showCode = "show_code"
    /// The report only: small models copy their own wrong code.
    case hideCode = "hide_code"
    /// Nothing: a fresh sample.
    case blind
}

/// The settings of one arm.
package struct PipelineSettings: Sendable, Codable, Equatable {
    package var kind: PipelineKind = .multiStep
    /// Configured model names by role.
    package var roles: [String: String]
    package var analyze = true
    package var plan = true
    package var review = true
    package var maxFixRounds = 3
    package var samples = 3
    package var retry: RetryStrategy = .hideCode
    package var allowSelfReview = false
    /// Characters of context are cut to about this many tokens.
    package var contextTokens = 5000
    package var maxTokens = 900
    package var temperature = 0.0
    package var retryTemperature = 0.7
    /// Tokens that one task may use; checked before each call with the worst case.
    package var tokensPerTask = 40000

    package init(roles: [String: String]) { self.roles = roles }

    /// The model of a role.
    package func model(_ role: Role) -> String { roles[role.rawValue] ?? "" }

    /// SHA-256 of everything that shapes the arm's answers, prompts included.
    package var digest: String {
        Digest.of((try? JSON.line(self)) ?? "", Prompts.digest)
    }
}
