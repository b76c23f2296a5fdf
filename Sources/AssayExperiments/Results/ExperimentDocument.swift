/// Everything that a report of a run shows.
package struct ExperimentDocument: Sendable {
    /// Two arms and the verdict on them.
    package struct Pair: Sendable {
        package let a: String
        package let b: String
        package let result: Comparison

        package init(a: String, b: String, result: Comparison) {
            self.a = a
            self.b = b
            self.result = result
        }
    }

    /// The run's id.
    package let id: String
    package let name: String
    package let suite: String
    package let suiteDigest: String
    package let seeds: Int
    package let margin: Double
    package let alpha: Double
    /// Whether the answers come from a recording.
    package let recording: Bool
    package let arms: [ArmSummary]
    /// The attempts that are done.
    package let attempts: [MeasuredAttempt]
    package let comparisons: [Pair]
    package let metrics: [ArmMetrics]
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
