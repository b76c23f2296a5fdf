import AssayBench
import AssayCore
import AssayRender
import AssayStore

/// The results of a stored experiment, ready to be shown.
struct ExperimentResults {
    let document: ExperimentDocument
    var comparisons: [ExperimentDocument.Pair] { document.comparisons }
    var lost: Int { document.lost }

    static func load(_ id: String, from store: Store) throws -> ExperimentResults {
        let record = try store.experiment(id)
        let all = try store.attempts(of: record.id)
        // Of an unfinished run only tasks that every arm has finished can be compared.
        let started = Set(all.filter(\.status.isOpen).map(\.task))
        let attempts = all.filter { !started.contains($0.task) }
        let tags = try store.failingTags(of: record.id)
        let arms = try store.arms(of: record.id).map(\.name)
        let cells = attempts.filter { $0.status == .done }.map { attempt in
            CellResult(
                attempt: attempt.id, arm: attempt.arm, task: attempt.task, taskDigest: attempt.taskDigest,
                seed: attempt.seed, verdict: attempt.verdict ?? "", tier: attempt.tier ?? "",
                solved: attempt.verdict == Verdict.passed.rawValue, claimsDone: attempt.claimsDone,
                visiblePassed: attempt.visibleVerdict == Verdict.passed.rawValue,
                promptTokens: attempt.promptTokens, completionTokens: attempt.completionTokens,
                cachedTokens: attempt.cachedTokens, calls: attempt.calls, seconds: attempt.seconds,
                rounds: attempt.rounds, failingTags: tags[attempt.id] ?? [])
        }
        var pairs: [ExperimentDocument.Pair] = []
        var refusals: [String] = []
        if let baseline = arms.first {
            for other in arms.dropFirst() {
                do {
                    let result = try Comparison.make(
                        resultSet(baseline, attempts), resultSet(other, attempts),
                        margin: record.margin, alpha: record.alpha, allowTierMix: true)
                    pairs.append(.init(a: baseline, b: other, result: result))
                } catch {
                    refusals.append("\(baseline) → \(other): not comparable: \(error)")
                }
            }
        }
        return ExperimentResults(
            document: ExperimentDocument(
                id: record.id, name: record.name, suite: record.suite,
                suiteDigest: record.suiteDigest, seeds: record.seeds, margin: record.margin,
                alpha: record.alpha, recording: record.recording,
                arms: arms.map { ArmSummary(arm: $0, cells: cells) }, cells: cells,
                comparisons: pairs, refusals: refusals,
                open: all.count(where: \.status.isOpen),
                lost: all.count { $0.status == .harnessError }))
    }

    /// The verdicts of one arm by task, in seed order; what the harness lost is said to be lost.
    static func resultSet(_ arm: String, _ attempts: [AttemptRecord]) -> ResultSet {
        var entries: [String: [ResultSet.Entry]] = [:]
        for attempt in attempts where attempt.arm == arm && !attempt.status.isOpen {
            entries[attempt.task, default: []].append(
                .init(verdict: attempt.verdict ?? Verdict.harnessError.rawValue, tier: attempt.tier ?? "", digest: attempt.taskDigest))
        }
        return ResultSet(name: arm, entries: entries)
    }

    func terminal() -> String { TerminalExperiment.render(document) }
    func html(command: String) throws(HarnessError) -> String { try HTMLExperiment.render(document, command: command) }
    func markdown(command: String) -> String { MarkdownExperiment.render(document, command: command) }
}
