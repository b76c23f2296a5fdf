import AssayCore
import AssayExperiments
import AssaySupport

/// The drawings of what happens inside of attempts.
extension RunPlots {
    /// The share of visible checks that pass after each fix round, a line for each attempt.
    var rounds: Plot? {
        let attempts = document.attempts.filter { $0.measures.progress.count > 1 }
        guard !attempts.isEmpty else { return nil }
        let last = attempts.flatMap { $0.measures.progress.map(\.round) }.max() ?? 1
        let lines = attempts.map { attempt in
            LinePlot.Line(
                name: "\(attempt.key.task), \(attempt.key.arm), seed \(attempt.key.seed)",
                points: attempt.measures.progress.map { (Double($0.round), $0.share) }, style: style(attempt.key.arm))
        }
        let arms = document.arms.map(\.arm).filter { arm in attempts.contains { $0.key.arm == arm } }
        let means = arms.map { LinePlot.Line(name: "\($0), mean", points: Self.means(attempts, $0, through: last), style: style($0), isThick: true) }
        let rows = MetricText.rounds(document.attempts, document.arms.map(\.arm))
        let drawing = LinePlot(
            lines: lines + means, across: 0...Double(last), axis: "fix round", upwards: "visible checks that pass", ticks: (0...last).map(Double.init),
            label: { Amount.trimmed($0) })
        return Plot(
            id: "rounds", title: "Fix rounds",
            description: "The share of visible checks that pass after each round, for \(attempts.count) attempts that were fixed. "
                + means.map { "\($0.name) from \(Amount.percent($0.points.first?.y ?? 0)) to \(Amount.percent($0.points.last?.y ?? 0))" }.joined(
                    separator: "; "),
            height: LinePlot.height, drawing: drawing.drawing,
            data: DataTable(rows, caption: "Checks fixed and broken in each round", numbers: [1, 2, 3, 4, 5]),
            legend: Self.legend(arms.map { ($0, style($0)) }),
            note: "A thin line for each of \(attempts.count) attempts, the mean of each arm thick; attempts that have ended keep their last value.")
    }

    /// The mean share at each round, in which an attempt that has ended keeps its last value.
    private static func means(_ attempts: [MeasuredAttempt], _ arm: String, through last: Int) -> [(x: Double, y: Double)] {
        let own = attempts.filter { $0.key.arm == arm }.map(\.measures.progress)
        return (0...last).map { round in
            let shares = own.compactMap { progress in (progress.last { $0.round <= round } ?? progress.first)?.share }
            return (Double(round), shares.reduce(0, +) / Double(max(shares.count, 1)))
        }
    }

    /// Tokens of each arm by phase.
    var tokens: Plot? {
        stacked(id: "tokens", title: "Where tokens go", axis: "tokens", label: Amount.short, tick: Amount.short) {
            Double($0.promptTokens + $0.completionTokens)
        }
    }

    /// Seconds of model calls of each arm by phase, and of verification.
    var time: Plot? {
        let unit = TimeUnit(for: document.phases.reduce(0) { $0 + $1.seconds })
        return stacked(
            id: "time", title: "Where time goes", axis: "\(unit.name) of model calls and verification", label: { Amount.time($0 * unit.seconds) },
            tick: Amount.trimmed, verifying: unit.seconds
        ) { $0.seconds / unit.seconds }
    }

    private func stacked(
        id: String, title: String, axis: String, label: @escaping @Sendable (Double) -> String,
        tick: @escaping @Sendable (Double) -> String, verifying unit: Double? = nil, of value: (PhaseCost) -> Double
    ) -> Plot? {
        let phases = Phase.allCases.map(\.rawValue) + document.phases.map(\.phase.rawValue).uniqued().filter { Phase(rawValue: $0) == nil }
        let bars = document.arms.map { arm in
            BarPlot.Bar(
                label: arm.arm,
                parts: phases.enumerated().map { number, phase in
                    let calls = document.phases.filter { $0.arm == arm.arm && $0.phase.rawValue == phase }.reduce(0) { $0 + value($1) }
                    let checks = unit.flatMap { phase == Phase.verify.rawValue ? verification(arm.arm) / $0 : nil } ?? 0
                    return BarPlot.Part(name: phase, value: calls + checks, style: Plot.series(number))
                })
        }
        guard bars.contains(where: { $0.total > 0 }) else { return nil }
        let used = phases.indices.filter { number in bars.contains { $0.parts[number].value > 0 } }
        let drawing = BarPlot(bars: bars, axis: axis, isStacked: true, label: label, tick: tick)
        let rows = bars.map { bar in [bar.label] + used.map { label(bar.parts[$0].value) } + [label(bar.total)] }
        return Plot(
            id: id, title: title, description: rows.map { "\($0[0]): \($0.last ?? "") in all" }.joined(separator: "; "),
            height: drawing.height, drawing: drawing.drawing,
            data: DataTable([["arm"] + used.map { phases[$0] } + ["in all"]] + rows, caption: title, numbers: Set(1...used.count + 1)),
            legend: Self.legend(used.map { (phases[$0], Plot.series($0)) }))
    }

    /// Seconds of verification of an arm over all its counted attempts.
    private func verification(_ arm: String) -> Double {
        document.attempts.filter { $0.key.arm == arm }.reduce(0) { $0 + $1.measures.verifying }
    }

    /// The tags that occur in words.
    private var kinds: String {
        let used = Set(document.attempts.flatMap(\.failingTags))
        return CheckTag.allCases.filter(used.contains).map { "\($0.rawValue) – \($0.meaning)" }.joined(separator: ", ")
    }

    /// Failing checks of each arm by tag.
    var tags: Plot? {
        let rows = ExperimentText.tags(document.attempts, document.arms)
        guard rows.count > 1 else { return nil }
        let bars = rows.dropFirst().map { row in
            BarPlot.Bar(
                label: row[0],
                parts: zip(document.arms, row.dropFirst()).map { .init(name: $0.arm, value: Double($1) ?? 0, style: style($0.arm)) })
        }
        let drawing = BarPlot(bars: bars, axis: "failing checks", isStacked: false, label: { Amount.trimmed($0) })
        return Plot(
            id: "tags", title: "Where the arms fail",
            description: "Failing checks by tag: " + rows.dropFirst().map { $0.joined(separator: " ") }.joined(separator: "; "),
            height: drawing.height, drawing: drawing.drawing, data: DataTable(rows, caption: "Failing checks by tag", numbers: Set(1...document.arms.count)),
            legend: Self.legend(document.arms.map { ($0.arm, style($0.arm)) }),
            note: "Failing checks, visible and hidden, by the kind that the name of each test says: \(kinds).")
    }
}
