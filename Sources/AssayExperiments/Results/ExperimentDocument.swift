import AssayCore
import AssayVerify

/// Everything that a report of a run shows.
package struct ExperimentDocument: Sendable {
    /// Two arms or results files and the verdict on them.
    package struct Pair: Sendable {
        /// The name of the baseline.
        package let a: String
        /// The name of the arm that is compared with it.
        package let b: String
        /// The comparison of `b` with `a`.
        package let result: Comparison

        /// Pairs two arms with the comparison of the second with the first.
        package init(a: String, b: String, result: Comparison) {
            self.a = a
            self.b = b
            self.result = result
        }
    }

    /// Why an arm could not be compared with the baseline.
    package struct Refusal: Sendable, CustomStringConvertible {
        /// The name of the baseline.
        package let a: String
        /// The name of the arm that was to be compared with it.
        package let b: String
        /// The reason why the comparison is invalid.
        package let reason: String

        /// Refuses a pair for a reason.
        package init(a: String, b: String, reason: String) {
            self.a = a
            self.b = b
            self.reason = reason
        }

        /// The sentence that is shown in place of the verdict.
        package var description: String { "\(a) → \(b): not comparable: \(reason)" }
    }

    /// The run's id.
    package let id: String
    /// The experiment's name.
    package let name: String
    /// The path of the suite.
    package let suite: String
    /// SHA-256 of the suite.
    package let suiteDigest: String
    /// The number of attempts of each arm at each task.
    package let seeds: Int
    /// The difference of solve rates below which two arms count as equivalent, as a share of 1.
    package let margin: Double
    /// The significance level α.
    package let alpha: Double
    /// Whether the answers come from a recording.
    package let recording: Bool
    /// The totals of each arm, the baseline first.
    package let arms: [ArmSummary]
    /// The attempts that are counted: done, on tasks and seeds that every arm has finished.
    package let attempts: [MeasuredAttempt]
    /// All attempts, also those that are open, lost, or not counted.
    package let every: [MeasuredAttempt]
    /// The comparison of every arm with the baseline.
    package let comparisons: [Pair]
    /// The metrics of each arm.
    package let metrics: [ArmMetrics]
    /// The costs by arm, phase and role.
    package let phases: [PhaseCost]
    /// Why arms could not be compared.
    package let refusals: [Refusal]
    /// The currency of the costs, and which prices they are by.
    package let currency: String?
    /// The versions of the verdict logic that judged the run.
    package let judged: JudgingVersions
    /// A note on models that ignore seeds; nil if none does.
    package let seedNote: String?
    /// The number of attempts that are not finished yet.
    package var open: Int { every.count(where: \.result.status.isOpen) }
    /// The number of attempts that failed in the harness.
    package var lost: Int { every.count { $0.result.status == .harnessError } }

    /// Makes a document; metrics, costs and notes may be absent.
    package init(
        id: String, name: String, suite: String, suiteDigest: String, seeds: Int, margin: Double,
        alpha: Double, recording: Bool, arms: [ArmSummary], attempts: [MeasuredAttempt], every: [MeasuredAttempt]? = nil,
        comparisons: [Pair], metrics: [ArmMetrics] = [], phases: [PhaseCost] = [], refusals: [Refusal], currency: String? = nil, seedNote: String? = nil,
        judged: JudgingVersions = JudgingVersions(VerificationVersion.current)
    ) {
        self.judged = judged
        self.every = every ?? attempts
        self.metrics = metrics
        self.phases = phases
        self.id = id
        self.name = name
        self.suite = suite
        self.suiteDigest = suiteDigest
        self.seeds = seeds
        self.margin = margin
        self.alpha = alpha
        self.recording = recording
        self.arms = arms
        self.attempts = attempts
        self.comparisons = comparisons
        self.refusals = refusals
        self.currency = currency
        self.seedNote = seedNote
    }

    /// The part that is about one arm: its attempts and numbers, and its comparison with the baseline.
    package func only(_ arm: String) -> ExperimentDocument {
        only([arm], comparisons: comparisons.filter { $0.b == arm }, refusals: refusals.filter { $0.b == arm })
    }

    /// The part that is about the two arms of a comparison.
    package func only(_ pair: Pair) -> ExperimentDocument { only([pair.a, pair.b], comparisons: [pair], refusals: []) }

    private func only(_ names: [String], comparisons: [Pair], refusals: [Refusal]) -> ExperimentDocument {
        ExperimentDocument(
            id: id, name: name, suite: suite, suiteDigest: suiteDigest, seeds: seeds, margin: margin, alpha: alpha, recording: recording,
            arms: arms.filter { names.contains($0.arm) }, attempts: attempts.filter { names.contains($0.key.arm) },
            every: every.filter { names.contains($0.key.arm) }, comparisons: comparisons, metrics: metrics.filter { names.contains($0.arm) },
            phases: phases.filter { names.contains($0.arm) }, refusals: refusals, currency: currency, seedNote: seedNote, judged: judged)
    }
}
