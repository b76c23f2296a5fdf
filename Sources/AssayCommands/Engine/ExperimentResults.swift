import AssayConfiguration
import AssayCore
import AssayExperiments
import AssayPipeline
import AssayRender
import AssayStatistics
import AssayStore
import AssaySupport

/// The results of a stored experiment, ready to be shown.
struct ExperimentResults {
    let document: ExperimentDocument
    /// The first finding of attempts that failed, and what each took, by attempt.
    let reasons: [Int64: String]
    let usage: [Int64: [String: TokenUsage]]
    var comparisons: [ExperimentDocument.Pair] { document.comparisons }
    var lost: Int { document.lost }

    static func load(_ id: String, from store: Store) throws -> ExperimentResults {
        let record = try store.experiment(id)
        let all = try store.attempts(of: record.id)
        let attempts = finished(all)
        let usage = try store.usage(of: record.id)
        let settings = try store.settings(of: record.id)
        let tags = try store.failingTags(of: record.id)
        let arms = try store.arms(of: record.id).map(\.name)
        let measures = try ExperimentMeasures(record.id, from: store)
        let reasons = try store.reasons(of: record.id)
        let cells = attempts.filter { $0.status == .done }.map { attempt in
            CellResult(
                attempt: attempt.id, arm: attempt.arm, task: attempt.task, taskDigest: attempt.taskDigest,
                seed: attempt.seed, verdict: attempt.verdict ?? "", tier: attempt.tier ?? "",
                solved: attempt.verdict == Verdict.passed.rawValue, claimsDone: attempt.claimsDone,
                visiblePassed: attempt.visibleVerdict == Verdict.passed.rawValue,
                promptTokens: attempt.promptTokens, completionTokens: attempt.completionTokens,
                cachedTokens: attempt.cachedTokens, calls: attempt.calls, seconds: attempt.seconds,
                rounds: attempt.rounds, failingTags: tags[attempt.id] ?? [], cost: settings[attempt.arm]?.prices?.cost(of: usage[attempt.id] ?? [:]),
                measures: measures.of(attempt))
        }
        var pairs: [ExperimentDocument.Pair] = []
        var refusals: [String] = []
        if let baseline = arms.first {
            for other in arms.dropFirst() {
                do {
                    let (a, b) = (resultSet(baseline, attempts, reasons), resultSet(other, attempts, reasons))
                    let result =
                        try record.stop == StopRule.sequential.rawValue
                        ? Comparison.sequential(a, b, gate(all, baseline, other, alpha: record.alpha), margin: record.margin, allowTierMix: true)
                        : Comparison.make(a, b, margin: record.margin, alpha: record.alpha, allowTierMix: true)
                    pairs.append(.init(a: baseline, b: other, result: result))
                } catch {
                    refusals.append("\(baseline) → \(other): not comparable: \(error)")
                }
            }
        }
        for (index, result) in Comparison.corrected(pairs.map(\.result), alpha: record.alpha).enumerated() { pairs[index].result = result }
        return ExperimentResults(
            document: ExperimentDocument(
                id: record.id, name: record.name, suite: record.suite,
                suiteDigest: record.suiteDigest, seeds: record.seeds, margin: record.margin,
                alpha: record.alpha, recording: record.recording,
                arms: arms.map { ArmSummary(arm: $0, cells: cells) }, cells: cells,
                comparisons: pairs, metrics: ArmMetrics.all(arms, cells),
                phases: try store.spent(of: record.id).map { spent in
                    PhaseCost(
                        arm: spent.arm, phase: spent.phase, role: spent.role, model: spent.model, calls: spent.calls,
                        promptTokens: spent.usage.prompt, completionTokens: spent.usage.completion, cachedTokens: spent.usage.cached,
                        seconds: spent.seconds, cost: settings[spent.arm]?.prices?.cost(of: [spent.model: spent.usage]))
                }, refusals: refusals, currency: settings.values.compactMap(\.prices).first.map { "\($0.currency), prices of \($0.version)" },
                seedNote: record.source.flatMap { try? ProjectFile.load(record.file, text: $0).seedNote },
                open: all.count(where: \.status.isOpen),
                lost: all.count { $0.status == .harnessError }),
            reasons: reasons, usage: usage)
    }

    /// Of an unfinished run only what every arm has finished can be compared.
    static func finished(_ all: [AttemptRecord]) -> [AttemptRecord] {
        struct Cell: Hashable {
            var task: String
            var seed: Int
        }
        let open = Set(all.filter(\.status.isOpen).map { Cell(task: $0.task, seed: $0.seed) })
        return all.filter { !open.contains(Cell(task: $0.task, seed: $0.seed)) }
    }

    /// What a run that may stop early has shown, from the pairs that are done, in their planned order as the store gives them.
    static func gate(_ attempts: [AttemptRecord], _ baseline: String, _ candidate: String, alpha: Double) -> SequentialGate {
        var gate = SequentialGate(alpha: alpha)
        var waiting: [String: AttemptRecord] = [:]
        for attempt in attempts where attempt.status == .done {
            let cell = "\(attempt.task)\n\(attempt.seed)"
            guard let other = waiting.removeValue(forKey: cell) else {
                waiting[cell] = attempt
                continue
            }
            let (a, b) = attempt.arm == baseline ? (attempt, other) : (other, attempt)
            gate.observe(a: a.verdict == Verdict.passed.rawValue, b: b.verdict == Verdict.passed.rawValue)
        }
        return gate
    }

    /// The verdicts of one arm by task, in seed order; what the harness lost is said to be lost.
    static func resultSet(_ arm: String, _ attempts: [AttemptRecord], _ reasons: [Int64: String] = [:]) -> ResultSet {
        var entries: [String: [ResultSet.Entry]] = [:]
        for attempt in attempts where attempt.arm == arm && !attempt.status.isOpen {
            entries[attempt.task, default: []].append(
                .init(
                    verdict: attempt.verdict ?? Verdict.harnessError.rawValue, tier: attempt.tier ?? "", digest: attempt.taskDigest,
                    reason: reasons[attempt.id]))
        }
        return ResultSet(name: arm, entries: entries)
    }

    func terminal() -> String { TerminalExperiment.render(document) }
    func html(command: String) throws(HarnessError) -> String { try HTMLExperiment.render(document, command: command) }
    func markdown(command: String) -> String { MarkdownExperiment.render(document, command: command) }
}
