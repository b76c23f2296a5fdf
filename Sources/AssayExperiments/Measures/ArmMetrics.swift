import AssayCore
import AssayStatistics
import AssaySupport

extension ArmMetrics {
    /// Measures one arm by its finished attempts; `baseline` is the arm that it is held against, nil for the baseline itself.
    package static func measure(_ arm: String, _ attempts: [MeasuredAttempt], against baseline: String? = nil) -> ArmMetrics {
        let tasks = TaskAttempts.grouped(attempts, arm: arm)
        var metrics = solving(tasks) + honesty(tasks) + left(tasks) + effort(tasks) + ends(tasks) + repairs(tasks) + reviewing(tasks)
        markEstimates(&metrics, ["tokens_per_solved", "cost_per_solved"], in: tasks)
        if let baseline {
            let others = TaskAttempts.grouped(attempts, arm: baseline)
            metrics += against(others, tasks, name: baseline)
            markEstimates(&metrics, ["tokens_per_solved_ratio", "tokens_per_extra", "equal_budget_gain"], in: tasks + others)
        }
        return ArmMetrics(arm: arm, metrics: metrics)
    }

    /// Marks what is made of tokens where some of them are estimates.
    private static func markEstimates(_ metrics: inout [Metric], _ ids: Set<String>, in tasks: [TaskAttempts]) {
        guard tasks.contains(where: { $0.attempts.contains { $0.result.usage.estimated > 0 } }) else { return }
        for index in metrics.indices where ids.contains(metrics[index].id) { metrics[index].estimated = true }
    }

    /// Solve rates: in one attempt, in at least one of k, and in all of k.
    private static func solving(_ tasks: [TaskAttempts]) -> [Metric] {
        let all = tasks.flatMap(\.attempts)
        let seeds = tasks.map(\.attempts.count).min() ?? 0
        var metrics = [
            Metric.mean(
                "solve_rate", "solve rate", .share, of: tasks.map { $0.attempts.map { $0.isSolved ? 1 : 0 } }, within: 0...1,
                count: all.count { $0.isSolved }, total: all.count)
        ]
        for k in [2, 3, 5, 10, seeds].filter({ $0 > 1 && $0 <= seeds }).uniqued() {
            metrics.append(
                .mean(
                    "pass_at_\(k)", "pass@\(k)", .share, of: tasks.map { [PassAtK.estimate(samples: $0.attempts.count, correct: $0.solved, k: k)] },
                    within: 0...1))
            metrics.append(
                .mean(
                    "pass_hat_\(k)", "pass^\(k) (all of \(k))", .share, of: tasks.map { [PassAtK.all(samples: $0.attempts.count, correct: $0.solved, k: k)] },
                    within: 0...1))
        }
        return metrics
    }

    /// Whether what it says of itself holds, and whether it plays fair.
    private static func honesty(_ tasks: [TaskAttempts]) -> [Metric] {
        let all = tasks.flatMap(\.attempts)
        let claimed = all.filter(\.result.claimsDone)
        return [
            .wilson("false_done", "said done, is not", claimed.count { !$0.isSolved }, of: claimed.count),
            .mean(
                "overfit_gap", "visible pass − hidden pass", .share,
                of: tasks.map { $0.attempts.map { ($0.result.passesVisible ? 1.0 : 0) - ($0.isSolved ? 1 : 0) } }, within: -1...1),
            .rare("tampering", "tampering suspected", all.count { $0.result.verdict == .tamperingSuspected }, of: all.count),
            .rare("flaky", "flaky", all.count { $0.result.verdict == .flaky }, of: all.count),
        ]
    }

    /// The work left for a person: failed checks by property, findings, size of the change.
    private static func left(_ tasks: [TaskAttempts]) -> [Metric] {
        let all = tasks.flatMap(\.attempts)
        func mean(_ id: String, _ name: String, _ value: (AttemptMeasures) -> Int?) -> Metric {
            .mean(id, name, .count, of: tasks.map { $0.attempts.compactMap { value($0.measures).map(Double.init) } })
        }
        var metrics = CheckTag.allCases.map { tag in
            Metric.wilson("fails_\(tag.rawValue)", "fails a check of: \(tag.rawValue)", all.count { $0.failingTags.contains(tag) }, of: all.count)
        }.filter { ($0.count ?? 0) > 0 }
        metrics.append(mean("findings_left", "findings left to read") { $0.leftInAll })
        for kind in AttemptMeasures.FindingClass.allCases {
            let name = kind == .other ? "static" : kind.rawValue
            metrics.append(mean("\(name)_left", "\(name) findings left") { $0.left[kind] ?? 0 })
        }
        metrics.append(mean("lines_added", "lines added") { $0.change?.added })
        metrics.append(mean("lines_removed", "lines removed") { $0.change?.removed })
        metrics.append(
            .mean(
                "branches_added", "branches added (complexity)", .count,
                of: tasks.map { $0.attempts.compactMap { attempt in attempt.measures.change.map { Double($0.branches) } } },
                within: -Double.infinity...Double.infinity))
        return metrics
    }

    /// The effort: tokens, time and money.
    private static func effort(_ tasks: [TaskAttempts]) -> [Metric] {
        func perSolved(_ id: String, _ name: String, _ unit: Metric.Unit, spending spent: (MeasuredAttempt) -> Double) -> Metric {
            .ratio(id, name, unit, of: tasks.map { ($0.attempts.reduce(0) { $0 + spent($1) }, Double($0.solved)) })
        }
        var metrics = [
            perSolved("tokens_per_solved", "tokens a solved task", .tokens) { Double($0.tokens) },
            perSolved("seconds_per_solved", "seconds a solved task", .seconds) { $0.result.seconds },
            .mean("verifying_seconds", "seconds of verification an attempt", .seconds, of: tasks.map { $0.attempts.map(\.measures.verifying) }),
        ]
        if !tasks.flatMap(\.attempts).contains(where: { $0.result.cost == nil }) {
            metrics.insert(perSolved("cost_per_solved", "money a solved task", .money) { $0.result.cost ?? 0 }, at: 1)
        }
        return metrics
    }

    /// Answers that gave nothing or not all, by how they ended; only what occurred.
    private static func ends(_ tasks: [TaskAttempts]) -> [Metric] {
        let counts = tasks.flatMap(\.attempts).map(\.measures.ends).reduce(into: [:]) { $0.merge($1) { $0 + $1 } }
        let all = counts.values.reduce(0, +)
        return AnswerEnd.allCases.compactMap { end in
            guard let words = end.words, let count = counts[end] else { return nil }
            return .wilson("answers_\(end.rawValue)", "answers: \(words)", count, of: all)
        }
    }

    /// The effect of the fix rounds.
    private static func repairs(_ tasks: [TaskAttempts]) -> [Metric] {
        guard tasks.contains(where: { $0.attempts.contains { !$0.measures.rounds.isEmpty } }) else { return [] }
        func mean(_ id: String, _ name: String, _ value: (AttemptMeasures.Round) -> Int) -> Metric {
            .mean(id, name, .count, of: tasks.map { $0.attempts.flatMap(\.measures.rounds).map { Double(value($0)) } })
        }
        let all = tasks.flatMap(\.attempts).filter { !$0.measures.rounds.isEmpty }
        return [
            mean("fixed_per_round", "checks fixed a round", \.fixed),
            mean("broken_per_round", "checks broken a round", \.broken),
            .wilson("to_green", "fix loops that end green", all.count { $0.measures.rounds.contains(where: \.isGreen) }, of: all.count),
        ]
    }

    /// The precision and recall of the reviewer.
    private static func reviewing(_ tasks: [TaskAttempts]) -> [Metric] {
        let reviews = tasks.flatMap(\.attempts).map(\.measures.review)
        func sum(_ part: (AttemptMeasures.Review) -> Int) -> Int { reviews.reduce(0) { $0 + part($1) } }
        let (confirmed, refuted, advisory) = (sum(\.confirmed), sum(\.refuted), sum(\.advisory))
        let (hits, alarms, misses) = (sum(\.truePositives), sum(\.falsePositives), sum(\.falseNegatives))
        guard confirmed + refuted + advisory + hits + alarms + misses + sum(\.trueNegatives) + sum(\.unknown) > 0 else { return [] }
        return [
            .wilson("claims_confirmed", "reviewer's claims confirmed by running", confirmed, of: confirmed + refuted + advisory),
            .wilson("reviewer_precision", "reviewer's precision (called defective, is)", hits, of: hits + alarms),
            .wilson("reviewer_recall", "reviewer's recall (defective, called so)", hits, of: hits + misses),
        ]
    }

    /// The arm against its baseline, task by task.
    private static func against(_ a: [TaskAttempts], _ b: [TaskAttempts], name: String) -> [Metric] {
        let other = Dictionary(a.map { ($0.task, $0) }, uniquingKeysWith: { one, _ in one })
        let pairs = b.compactMap { own in other[own.task].map { (a: $0, b: own) } }
        guard !pairs.isEmpty else { return [] }
        func ratio(_ id: String, _ words: String, _ spent: (MeasuredAttempt) -> Double) -> Metric {
            func sums(_ task: TaskAttempts) -> (cost: Double, solved: Double) { (task.attempts.reduce(0) { $0 + spent($1) }, Double(task.solved)) }
            let costs = CostComparison(a: pairs.map { sums($0.a) }, b: pairs.map { sums($0.b) })
            let value = costs.perSolvedB / costs.perSolvedA
            return Metric(
                id, "\(words), times \(name)'s", .ratio, value: value,
                interval: pairs.count > 1 && value.isFinite ? costs.ratioInterval(seed: 1, replicates: Metric.replicates) : nil,
                method: value.isFinite ? "bootstrap over tasks of the logarithm" : "one of them solved nothing")
        }
        return [
            ratio("tokens_per_solved_ratio", "tokens a solved task") { Double($0.tokens) },
            ratio("seconds_per_solved_ratio", "seconds a solved task") { $0.result.seconds },
            marginal(pairs, name), equalBudget(pairs, name),
        ]
    }

    /// The cost of one more solved task; only when significantly more are solved.
    private static func marginal(_ pairs: [(a: TaskAttempts, b: TaskAttempts)], _ name: String) -> Metric {
        let gain = Intervals.meanDifference(pairs.map { $0.b.rate - $0.a.rate })
        let words = "tokens for one more solved than \(name)"
        guard gain.low > 0 else {
            return Metric("tokens_per_extra", words, .tokens, value: nil, interval: nil, method: "not said: it does not solve more beyond doubt")
        }
        return .ratio(
            "tokens_per_extra", words, .tokens,
            of: pairs.map { ($0.b.tokens - $0.a.tokens, Double($0.b.solved) - Double($0.a.solved)) })
    }

    /// The gain over as many of the baseline's answers as the arm's tokens buy, chosen by the visible checks.
    private static func equalBudget(_ pairs: [(a: TaskAttempts, b: TaskAttempts)], _ name: String) -> Metric {
        let words = "gain over \(name), best of n at equal tokens"
        let seeds = pairs.map(\.a.attempts.count).min() ?? 0
        let (own, single) = (pairs.reduce(0) { $0 + $1.b.tokensEach }, pairs.reduce(0) { $0 + $1.a.tokensEach })
        // As many draws as cost at least what the arm does: the control is never the poorer one.
        let enough = (1...max(seeds, 1)).first { n in
            pairs.reduce(0) { $0 + $1.a.pool.draws(n) * $1.a.tokensEach } >= own
        }
        guard seeds > 1, single > 0 else {
            return Metric("equal_budget_gain", words, .points, value: nil, interval: nil, method: "needs two or more seeds of \(name)")
        }
        let n = enough ?? seeds
        let gains = pairs.map { [$0.b.rate - $0.a.pool.solved(n)] }
        var metric = Metric.mean("equal_budget_gain", words, .points, of: gains, within: -1...1)
        metric.method = "n = \(n)\(enough == nil ? ", all seeds there are, which cost less" : ""), closed form from its own answers; \(metric.method)"
        return metric
    }
}
