import AssayCore
import AssayExperiments
import AssayStatistics
import AssaySupport

/// The drawings of a run's page.
struct RunPlots {
    let document: ExperimentDocument

    /// The drawings for which the run has data, in rows of about the same height.
    var markup: Markup {
        [
            ("Verdict", [differences, rates]), ("Trade and progress", [trade, sizes, rounds]),
            ("Where arms fail, and where tokens and time go", [tags, tokens, time]),
        ].map { name, plots in
            let shown = plots.compactMap(\.self)
            return shown.isEmpty
                ? .empty : "<section aria-label=\"\(name)\"><h2 class=\"unseen\">\(name)</h2><div class=\"plots\">\(shown.map(\.markup))</div></section>\n"
        }.joined()
    }

    /// The class of an arm's colour.
    func style(_ arm: String) -> String { Plot.series(document.arms.firstIndex { $0.arm == arm } ?? 0) }

    /// A list of what the colours stand for.
    static func legend(_ entries: [(name: String, style: String)]) -> Markup {
        "<ul class=\"legend\">\(entries.map { "<li><i class=\"\($0.style)\"></i>\($0.name)</li>" as Markup })</ul>"
    }

    /// The paired differences with the margin of no consequence.
    private var differences: Plot? {
        let pairs = document.comparisons
        guard !pairs.isEmpty else { return nil }
        let margin = pairs.map(\.result.decision.margin).max() ?? document.margin
        let drawing = IntervalPlot(
            rows: pairs.map { pair in
                let decision = pair.result.decision
                return .init(
                    label: pairs.allSatisfy { $0.a == pair.a } ? pair.b : "\(pair.b) against \(pair.a)",
                    value: "\(Amount.points(decision.difference)) · \(pair.result.verdict.rawValue)",
                    estimate: decision.difference, interval: decision.interval, style: pair.result.verdict.rawValue)
            },
            axis: "points more than the baseline; right is better", domain: -margin * 2...margin * 2, band: -margin...margin, reference: 0,
            label: { Amount.points($0) })
        let rows = pairs.map { pair in
            let decision = pair.result.decision
            return [
                "\(pair.b) against \(pair.a)", Amount.points(decision.difference),
                decision.interval.map { "\(Amount.points($0.low)) to \(Amount.points($0.high))" } ?? "none",
                Text.decimal(pair.result.claims.difference, 4), pair.result.verdict.rawValue,
            ]
        }
        return Plot(
            id: "differences", title: "Paired difference of solve rates",
            description: "For each arm the difference from the baseline in points, with its 95 % interval: "
                + rows.map { "\($0[0]) \($0[1]), \($0[4])" }.joined(separator: "; "),
            height: drawing.height, drawing: drawing.drawing,
            data: DataTable([["comparison", "difference in points", "95 % interval", "p", "verdict"]] + rows, caption: "Paired differences"),
            note:
                "\(pairs.map(\.a).uniqued().count == 1 ? "Each arm against \(pairs[0].a). " : "")Inside the band of ±\(Amount.trimmed(margin * 100)) points a difference is of no consequence."
        )
    }

    /// The solve rate of each arm that has attempts which count.
    private var rates: Plot? {
        let arms = document.arms.filter { $0.attempts > 0 }
        guard !arms.isEmpty else { return nil }
        let drawing = IntervalPlot(
            rows: arms.map {
                .init(
                    label: $0.arm, value: "\($0.solved)/\($0.attempts) · \(Amount.percent($0.rate))", estimate: $0.rate, interval: $0.interval,
                    style: style($0.arm))
            }, axis: "solve rate", domain: 0...1, label: { Amount.percent($0) })
        let rows = arms.map {
            [$0.arm, "\($0.solved) of \($0.attempts)", Amount.percent($0.rate), "\(Amount.percent($0.interval.low)) to \(Amount.percent($0.interval.high))"]
        }
        return Plot(
            id: "rates", title: "Solve rate of each arm", description: rows.map { "\($0[0]) \($0[2]), 95 % interval \($0[3])" }.joined(separator: "; "),
            height: drawing.height, drawing: drawing.drawing, data: DataTable([["arm", "solved", "rate", "95 % interval"]] + rows, caption: "Solve rates"),
            note: arms.contains(where: \.isUniform)
                ? "Where all tasks of an arm came out alike, its interval is the exact bound of what they leave open." : "")
    }

    /// Solve rate by tokens, with the Pareto front.
    private var trade: Plot? {
        let arms = document.arms.filter { $0.attempts > 0 && $0.tokens > 0 }
        guard arms.count > 1 else { return nil }
        let costs = arms.map { Double($0.tokens) / Double($0.attempts) }
        let front = Set(Pareto.front(zip(arms, costs).map { (solveRate: $0.rate, cost: $1) }))
        let drawing = ScatterPlot(
            points: arms.indices.map {
                .init(
                    label: arms[$0].arm, x: costs[$0], y: arms[$0].rate, interval: arms[$0].interval, isOnFront: front.contains($0), style: style(arms[$0].arm))
            }, axis: "tokens an attempt, to the left is cheaper")
        let rows = arms.indices.map {
            [arms[$0].arm, Amount.percent(arms[$0].rate), Amount.grouped(Int(costs[$0])), front.contains($0) ? "on the front" : "beaten"]
        }
        return Plot(
            id: "trade", title: "Solve rate against tokens",
            description: rows.map { "\($0[0]): \($0[1]) at \($0[2]) tokens an attempt, \($0[3])" }.joined(separator: "; "),
            height: ScatterPlot.height, drawing: drawing.drawing,
            data: DataTable([["arm", "solve rate", "tokens an attempt", "Pareto front"]] + rows, caption: "Solve rate and tokens"),
            note: "A filled point is on the Pareto front: no arm solves as much for less. A hollow one is beaten.")
    }
}
