import AssayCore
import AssayPipeline
package import AssayStore
import AssaySupport

/// A stored run in a line of a list: its verdicts, what its arms solved and cost, and how far it is.
package struct RunSummary: Sendable {
    /// How far a run is.
    package enum State: String, Sendable {
        /// Every attempt has come out.
        case done
        /// An attempt is under way.
        case running
        /// Attempts are planned, and none is under way.
        case open
        /// Every attempt has ended, and some were lost to the harness.
        case lost
    }

    /// The id of the run.
    package let id: String
    /// The time of its creation (ISO 8601, UTC).
    package let created: String
    /// The path of the suite.
    package let suite: String
    /// Whether the answers come from a recording.
    package let recording: Bool
    /// The totals of each arm, the baseline first.
    package let arms: [ArmSummary]
    /// The comparison of every arm with the baseline.
    package let comparisons: [ExperimentDocument.Pair]
    /// The models that were asked.
    package let models: [String]
    /// The currency of the costs.
    package let currency: String?
    /// How far it is.
    package let state: State
    /// The number of planned attempts.
    package let all: Int
    /// The number of attempts that are done.
    package let done: Int
    /// Seconds that the attempts took together.
    package let seconds: Double

    /// Makes the line of a run.
    package init(
        id: String, created: String, suite: String, recording: Bool, arms: [ArmSummary], comparisons: [ExperimentDocument.Pair], models: [String],
        currency: String?, state: State, all: Int, done: Int, seconds: Double
    ) {
        (self.id, self.created, self.suite, self.recording) = (id, created, suite, recording)
        (self.arms, self.comparisons, self.models, self.currency) = (arms, comparisons, models, currency)
        (self.state, self.all, self.done, self.seconds) = (state, all, done, seconds)
    }

    /// Reads a run without the measures of its steps.
    package static func load(_ record: ExperimentRecord, from store: Store) throws -> RunSummary {
        let attempts = try store.attempts(of: record.id)
        let arms = try store.arms(of: record.id).map(\.name)
        let settings = try store.settings(of: record.id)
        let usage = try store.usage(of: record.id)
        let measured = attempts.counted.map { MeasuredAttempt(number: $0.id, key: $0.key, size: $0.taskSize, result: $0.priced(settings, usage)) }
        let comparisons = ArmComparisons(
            record, baseline: arms.first ?? "", candidates: Array(arms.dropFirst()), attempts: attempts, reasons: [:],
            rules: ComparisonRules(margin: record.margin, alpha: record.alpha))
        return RunSummary(
            id: record.id, created: Timestamp.text(record.created), suite: record.suite, recording: record.recording,
            arms: arms.map { ArmSummary(arm: $0, attempts: measured) }, comparisons: comparisons.pairs,
            models: usage.values.flatMap(\.keys).uniqued().sorted(), currency: settings.values.compactMap(\.prices).first?.currency,
            state: state(attempts), all: attempts.count, done: attempts.count { $0.result.status == .done },
            seconds: attempts.reduce(0) { $0 + $1.result.seconds })
    }

    private static func state(_ attempts: [AttemptRecord]) -> State {
        let statuses = Set(attempts.map(\.result.status))
        if statuses.contains(.running) { return .running }
        if statuses.contains(.planned) { return .open }
        return statuses.contains(.harnessError) ? .lost : .done
    }
}
