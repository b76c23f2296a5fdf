/// Everything that a report of a run shows.
package struct ExperimentDocument: Sendable {
    /// Two arms and the verdict on them.
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
    /// The attempts that are done.
    package let attempts: [MeasuredAttempt]
    /// The comparison of every arm with the baseline.
    package let comparisons: [Pair]
    /// The metrics of each arm.
    package let metrics: [ArmMetrics]
    /// The costs by arm, phase and role.
    package let phases: [PhaseCost]
    /// Why arms could not be compared.
    package let refusals: [String]
    /// The currency of the costs, and which prices they are by.
    package let currency: String?
    /// What has to be said about seeds, if anything.
    package let seedNote: String?
    /// How many attempts are not done yet.
    package let open: Int
    /// How many attempts were lost to the harness.
    package let lost: Int

    /// Makes a document; metrics, costs and notes may be absent.
    package init(
        id: String, name: String, suite: String, suiteDigest: String, seeds: Int, margin: Double,
        alpha: Double, recording: Bool, arms: [ArmSummary], attempts: [MeasuredAttempt],
        comparisons: [Pair], metrics: [ArmMetrics] = [], phases: [PhaseCost] = [], refusals: [String], currency: String? = nil, seedNote: String? = nil,
        open: Int, lost: Int
    ) {
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
        self.open = open
        self.lost = lost
    }
}
