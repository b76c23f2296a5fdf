import AssayConfiguration
import AssayCore
import AssayPipeline
import AssayStatistics
package import AssayStore
import AssaySupport

/// The results of a stored run, ready to be shown.
package struct ExperimentResults: Sendable {
    /// The document that reports are made from.
    package let document: ExperimentDocument
    /// The first finding of attempts that failed, by attempt.
    let reasons: [Int64: String]
    /// The tokens of each model, by attempt.
    let usage: [Int64: [String: TokenUsage]]

    /// Reads a run by its id, and compares its first arm with each of the others.
    package static func load(_ id: String, from store: Store) throws -> ExperimentResults {
        let record = try store.experiment(id)
        let all = try store.attempts(of: record.id)
        let arms = try store.arms(of: record.id).map(\.name)
        let settings = try store.settings(of: record.id)
        let usage = try store.usage(of: record.id)
        let reasons = try store.reasons(of: record.id)
        let every = try measured(all, of: record.id, settings: settings, usage: usage, from: store)
        let counted = Set(all.counted.map(\.id))
        let attempts = every.filter { $0.number.map(counted.contains) ?? false }
        let comparisons = ArmComparisons(
            record, baseline: arms.first ?? "", candidates: Array(arms.dropFirst()), attempts: all, reasons: reasons,
            rules: ComparisonRules(margin: record.margin, alpha: record.alpha))
        let document = ExperimentDocument(
            id: record.id, name: record.name, suite: record.suite, suiteDigest: record.suiteDigest, seeds: record.seeds,
            margin: record.margin, alpha: record.alpha, recording: record.recording,
            arms: arms.map { ArmSummary(arm: $0, attempts: attempts) }, attempts: attempts, every: every,
            comparisons: comparisons.pairs, metrics: ArmMetrics.all(arms, attempts),
            phases: try phases(of: record.id, settings: settings, from: store),
            refusals: comparisons.refusals.map { .init(a: arms.first ?? "", b: $0.arm, reason: "\($0.error)") },
            currency: settings.values.compactMap(\.prices).first.map { "\($0.currency), prices of \($0.version)" },
            seedNote: record.source.flatMap { try? ProjectFile.load(record.file, text: $0).seedNote }, judged: record.judged)
        return ExperimentResults(document: document, reasons: reasons, usage: usage)
    }

    /// Returns the part of the results that is about one arm.
    package func only(_ arm: String) -> ExperimentResults {
        ExperimentResults(document: document.only(arm), reasons: reasons, usage: usage)
    }

    /// Attempts with their costs and measures.
    private static func measured(
        _ attempts: [AttemptRecord], of run: String, settings: [String: PipelineSettings], usage: [Int64: [String: TokenUsage]],
        from store: Store
    ) throws -> [MeasuredAttempt] {
        let tags = try store.failingTags(of: run)
        let measures = try ExperimentMeasures(run, from: store)
        return attempts.map { attempt in
            MeasuredAttempt(
                number: attempt.id, key: attempt.key, size: attempt.taskSize, result: attempt.priced(settings, usage), failingTags: tags[attempt.id] ?? [],
                measures: measures.of(attempt))
        }
    }

    private static func phases(
        of run: String, settings: [String: PipelineSettings], from store: Store
    ) throws -> [PhaseCost] {
        try store.spent(of: run).map { spent in
            PhaseCost(
                arm: spent.arm, phase: spent.phase, role: spent.role, model: spent.model, calls: spent.calls, usage: spent.usage,
                seconds: spent.seconds, cost: settings[spent.arm]?.prices?.cost(of: [spent.model: spent.usage]))
        }
    }
}

extension AttemptRecord {
    /// The result with its cost, where the prices of the arm are known.
    func priced(_ settings: [String: PipelineSettings], _ usage: [Int64: [String: TokenUsage]]) -> AttemptResult {
        var priced = result
        priced.cost = settings[key.arm]?.prices?.cost(of: usage[id] ?? [:])
        return priced
    }
}
