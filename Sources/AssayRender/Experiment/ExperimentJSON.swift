import AssayCore
import AssayExperiments
import AssaySupport

/// A run's results as JSON, for programs; keys are only ever added.
enum ExperimentJSON {
    private struct Document: Encodable {
        struct Arm: Encodable {
            var arm: String
            var attempts: Int
            var solved: Int
            var tokens: Int
            /// Whether a part of the tokens, and so of the money, is an estimate.
            var estimated: Bool
            var estimatedTokens: Int
            var cost: Double?
            var calls: Int
            var metrics: [Metric]
        }
        struct Pair: Encodable {
            var a: String
            var b: String
            var result: Comparison
        }
        struct Attempt: Encodable {
            var task: String
            var seed: Int
            var arm: String
            var verdict: String
            var tier: String
            var claimsDone: Bool
            var visiblePassed: Bool
            var calls: Int
            var tokens: Int
            var estimated: Bool
            var seconds: Double
            var rounds: Int
            var cost: Double?
        }
        var version = 1
        var run: String
        var name: String
        var suite: String
        var suiteDigest: String
        var seeds: Int
        var margin: Double
        var alpha: Double
        var recording: Bool
        /// A list of one: the version of the verdict logic, null where it is not known.
        var verificationVersions: JudgingVersions
        var open: Int
        var lost: Int
        var arms: [Arm]
        var comparisons: [Pair]
        var refusals: [String]
        var phases: [PhaseCost]
        var attempts: [Attempt]
    }

    static func render(_ document: ExperimentDocument) throws -> String {
        let metrics = Dictionary(document.metrics.map { ($0.arm, $0.metrics) }, uniquingKeysWith: { one, _ in one })
        return try JSON.pretty(
            Document(
                run: document.id, name: document.name, suite: document.suite, suiteDigest: document.suiteDigest, seeds: document.seeds,
                margin: document.margin, alpha: document.alpha, recording: document.recording, verificationVersions: document.judged, open: document.open,
                lost: document.lost,
                arms: document.arms.map {
                    .init(
                        arm: $0.arm, attempts: $0.attempts, solved: $0.solved, tokens: $0.tokens,
                        estimated: $0.estimatedTokens > 0, estimatedTokens: $0.estimatedTokens, cost: $0.cost, calls: $0.calls, metrics: metrics[$0.arm] ?? [])
                },
                comparisons: document.comparisons.map { .init(a: $0.a, b: $0.b, result: $0.result) }, refusals: document.refusals.map(\.description),
                phases: document.phases,
                attempts: document.sortedAttempts.map { attempt($0.key, $0.result) })) + "\n"
    }

    private static func attempt(_ key: AttemptKey, _ result: AttemptResult) -> Document.Attempt {
        .init(
            task: key.task, seed: key.seed, arm: key.arm, verdict: result.verdictText, tier: result.tierText, claimsDone: result.claimsDone,
            visiblePassed: result.passesVisible, calls: result.calls, tokens: result.usage.total,
            estimated: result.usage.estimated > 0, seconds: result.seconds,
            rounds: result.rounds, cost: result.cost)
    }
}
