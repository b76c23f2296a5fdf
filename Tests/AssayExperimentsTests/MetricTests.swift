import AssayCore
import AssayExperiments
import AssayStatistics
import Testing

/// One finished attempt; `tokens` are what it took.
private func attempt(
    _ arm: String, _ task: String, seed: Int = 0, solved: Bool, visible: Bool? = nil, claims: Bool? = nil, tokens: Int = 100,
    measures: AttemptMeasures = AttemptMeasures()
) -> MeasuredAttempt {
    MeasuredAttempt(
        key: AttemptKey(arm: arm, task: task, seed: seed),
        result: AttemptResult(
            verdict: solved ? .passed : .failed, tier: .a, visibleVerdict: visible ?? solved ? .passed : .failed,
            claimsDone: claims ?? visible ?? solved, seconds: 2, usage: TokenUsage(prompt: tokens), calls: 1),
        failingTags: solved ? [] : [.edge], measures: measures)
}

private func metric(_ id: String, _ attempts: [MeasuredAttempt], arm: String = "b", against: String? = nil) -> Metric? {
    ArmMetrics.measure(arm, attempts, against: against).metrics.first { $0.id == id }
}

@Suite struct MetricTests {
    /// Four tasks of three seeds with 3, 2, 1 and 0 right.
    private let seeded = (0..<4).flatMap { task in
        (0..<3).map { attempt("b", "t\(task)", seed: $0, solved: $0 < 3 - task) }
    }

    @Test("pass@k and pass^k follow from the seeds of each task")
    func samples() throws {
        let two = try #require(metric("pass_at_2", seeded))
        // By hand: 1, 1, 2/3, 0 and 1, 1/3, 0, 0.
        #expect(abs((two.value ?? 0) - (1 + 1 + 2.0 / 3) / 4) < 1e-12)
        let both = try #require(metric("pass_hat_2", seeded))
        #expect(abs((both.value ?? 0) - (1 + 1.0 / 3) / 4) < 1e-12)
        #expect(metric("pass_at_5", seeded) == nil, "three seeds say nothing of five")
        let rate = try #require(metric("solve_rate", seeded))
        #expect(rate.value == 0.5 && rate.method.contains("CR1"))
    }

    @Test("what an arm claims is held against what is so")
    func honesty() throws {
        let attempts = [
            attempt("b", "t0", solved: true), attempt("b", "t1", solved: false, visible: true), attempt("b", "t2", solved: false, visible: true),
            attempt("b", "t3", solved: false, visible: false),
        ]
        let done = try #require(metric("false_done", attempts))
        #expect(done.count == 2 && done.of == 3)
        #expect(metric("overfit_gap", attempts)?.value == 0.5)
        let none = try #require(metric("tampering", attempts))
        #expect(none.value == 0 && (none.interval?.high ?? 0) > 0.5, "none of four does not mean none")
    }

    @Test("best of n at equal tokens is the closed form of the baseline's own answers")
    func equalBudget() throws {
        // Each task of the baseline: one of three answers passes what is visible, and it is right.
        let baseline = (0..<4).flatMap { task in (0..<3).map { attempt("a", "t\(task)", seed: $0, solved: $0 == 0, tokens: 100) } }
        let other = (0..<4).map { attempt("b", "t\($0)", solved: $0 < 3, tokens: 150) }
        let gain = try #require(metric("equal_budget_gain", baseline + other, against: "a"))
        // Two draws take 1 + 2/3 answers, 167 tokens, and are right with 2/3.
        #expect(gain.method.hasPrefix("n = 2,"), "\(gain.method)")
        #expect(abs((gain.value ?? 0) - (0.75 - 2.0 / 3)) < 1e-12)
        let single = baseline.filter { $0.key.seed == 0 }
        #expect(metric("equal_budget_gain", single + other, against: "a")?.value == nil, "one answer is no pool")
    }

    @Test("a solved task's price is not told where nothing was solved, and one more's only beyond doubt")
    func prices() throws {
        let nothing = (0..<4).map { attempt("b", "t\($0)", solved: false) }
        #expect(metric("tokens_per_solved", nothing)?.value == nil)
        let baseline = (0..<20).map { attempt("a", "t\($0)", solved: false, tokens: 100) }
        let better = (0..<20).map { attempt("b", "t\($0)", solved: $0 < 15, tokens: 400) }
        #expect(metric("tokens_per_extra", baseline + better, against: "a")?.value == 400)
        let alike = (0..<20).map { attempt("b", "t\($0)", solved: $0 == 0, tokens: 400) }
        #expect(metric("tokens_per_extra", baseline + alike, against: "a")?.value == nil)
    }

    @Test("an arm that solves less for more is off the front")
    func pareto() throws {
        let attempts = (0..<12).flatMap { [attempt("a", "t\($0)", solved: true, tokens: 100), attempt("b", "t\($0)", solved: $0 < 2, tokens: 300)] }
        let shares = ArmMetrics.all(["a", "b"], attempts).map { $0.metrics.first { $0.id == "pareto" }?.value }
        #expect(shares == [1, 0])
    }

    @Test("reviewers and fix rounds are counted over all attempts")
    func rounds() throws {
        var measures = AttemptMeasures()
        measures.rounds = [.init(number: 1, fixed: 2, broken: 1, isGreen: false), .init(number: 2, fixed: 1, broken: 0, isGreen: true)]
        measures.review.confirmed = 1
        measures.review.refuted = 3
        measures.review.truePositives = 1
        measures.review.falseNegatives = 1
        let attempts = [attempt("b", "t0", solved: true, measures: measures), attempt("b", "t1", solved: false)]
        #expect(metric("fixed_per_round", attempts)?.value == 1.5)
        #expect(metric("to_green", attempts)?.value == 1)
        #expect(metric("claims_confirmed", attempts)?.value == 0.25)
        #expect(metric("reviewer_precision", attempts)?.value == 1)
        #expect(metric("reviewer_recall", attempts)?.value == 0.5)
        #expect(metric("fixed_per_round", [attempt("b", "t0", solved: true)]) == nil, "an arm without fix rounds has no such measure")
    }

    @Test(
        "a reviewer is suspended only after fifty claims, and only beyond doubt",
        arguments: [(0, 49, false), (0, 50, true), (3, 50, true), (4, 50, true), (5, 50, false), (10, 100, true), (13, 100, false)])
    func trust(_ confirmed: Int, _ claims: Int, _ isLost: Bool) { #expect(ReviewerTrust.isLost(confirmed: confirmed, of: claims) == isLost) }

    @Test("a number comes with its interval or with the reason why it has none")
    func everyNumber() throws {
        let attempts = seeded + (0..<4).flatMap { task in (0..<3).map { attempt("a", "t\(task)", seed: $0, solved: $0 == task) } }
        for arm in ArmMetrics.all(["a", "b"], attempts) {
            for metric in arm.metrics {
                #expect(!metric.method.isEmpty)
                if metric.value != nil, metric.interval == nil {
                    let reasons = ["alike", "one task", "draws of the tasks"]
                    #expect(reasons.contains { metric.method.contains($0) }, "\(metric.id): \(metric.method)")
                }
                if let interval = metric.interval, let value = metric.value {
                    #expect(interval.low <= value + 1e-9 && value <= interval.high + 1e-9, "\(metric.id)")
                }
            }
        }
    }

    @Test(
        "what a static check says is sorted by its rule",
        arguments: [
            ("ruff.S105", AttemptMeasures.FindingClass.security), ("ruff.SIM102", .other), ("ruff.E501", .convention), ("ruff.C901", .complexity),
            ("swift-format.Spacing", .convention), ("complexity", .complexity), ("gcc.-Wunused", .other), ("semgrep.eval", .security),
            ("clippy::needless_return", .other),
        ])
    func classes(_ rule: String, _ kind: AttemptMeasures.FindingClass) {
        #expect(AttemptMeasures.FindingClass(rule: rule) == kind)
    }
}
