package import AssayExperiments

/// Everything a report of an experiment shows.
package struct ExperimentDocument: Sendable {
    package struct Pair: Sendable {
        package var a: String
        package var b: String
        package var result: Comparison
        package init(a: String, b: String, result: Comparison) {
            self.a = a
            self.b = b
            self.result = result
        }
    }
    package var id: String
    package var name: String
    package var suite: String
    package var suiteDigest: String
    package var seeds: Int
    package var margin: Double
    package var alpha: Double
    package var recording: Bool
    package var arms: [ArmSummary]
    package var cells: [CellResult]
    package var comparisons: [Pair]
    package var metrics: [ArmMetrics]
    package var phases: [PhaseCost]
    package var refusals: [String]
    /// The currency of the costs, and which prices they are by.
    package var currency: String?
    /// What is to be said of seeds, if anything.
    package var seedNote: String?
    package var open: Int
    package var lost: Int

    package init(
        id: String, name: String, suite: String, suiteDigest: String, seeds: Int, margin: Double,
        alpha: Double, recording: Bool, arms: [ArmSummary], cells: [CellResult],
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
        self.cells = cells
        self.comparisons = comparisons
        self.refusals = refusals
        self.currency = currency
        self.seedNote = seedNote
        self.open = open
        self.lost = lost
    }

    /// Tables beneath the verdict that have something to show, each under its title.
    func tables(methods: Bool) -> [(title: String, rows: [[String]])] {
        [
            ("Where the arms fail", ExperimentText.tags(cells, arms)),
            ("Measures, with their 95 % intervals", MetricText.table(metrics, methods: methods)),
            ("Fix rounds", MetricText.rounds(cells, arms.map(\.arm))),
            ("Where tokens and time go", MetricText.phases(phases, currency: currency)),
        ].filter { $0.rows.count > 1 }
    }

    /// The cells by task, seed and arm.
    var sortedCells: [CellResult] {
        cells.sorted { ($0.task, $0.seed, $0.arm) < ($1.task, $1.seed, $1.arm) }
    }
}
