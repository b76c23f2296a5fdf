import AssayCore
import AssayExperiments
import AssayStatistics
import AssaySupport

/// The drawing of what happens as tasks grow.
extension RunPlots {
    /// The solve rate of each arm by the number of functions that a task asks for; nil where all tasks are of one size or say none.
    var sizes: Plot? {
        let attempts = document.attempts.filter { $0.size != nil && $0.result.verdict != nil }
        let sizes = Set(attempts.compactMap(\.size)).sorted()
        guard let first = sizes.first, let last = sizes.last, first < last else { return nil }
        let groups = Dictionary(grouping: attempts) { Group(arm: $0.key.arm, size: $0.size ?? 0) }.mapValues { members in
            (solved: members.count { $0.result.verdict == .passed }, attempts: members.count)
        }
        let arms = document.arms.map(\.arm).filter { arm in groups.keys.contains { $0.arm == arm } }
        let lines = arms.map { arm in
            LinePlot.Line(
                name: arm,
                points: sizes.compactMap { size in
                    groups[Group(arm: arm, size: size)].map { (Double(size), Double($0.solved) / Double($0.attempts)) }
                }, style: style(arm), isThick: true)
        }
        let rows = sizes.flatMap { size in
            arms.compactMap { arm in
                groups[Group(arm: arm, size: size)].map { group in
                    let interval = Intervals.wilson(group.solved, of: group.attempts)
                    return [
                        "\(size)", arm, "\(group.solved) of \(group.attempts)", Amount.percent(Double(group.solved) / Double(group.attempts)),
                        "\(Amount.percent(interval.low)) to \(Amount.percent(interval.high))",
                    ]
                }
            }
        }
        let drawing = LinePlot(
            lines: lines, across: Double(first)...Double(last), axis: "functions that a task asks for", upwards: "solve rate",
            ticks: sizes.map(Double.init), label: { Amount.trimmed($0) })
        return Plot(
            id: "sizes", title: "Solve rate by size of the task",
            description: rows.map { "\($0[1]) solves \($0[2]) tasks of \($0[0])" }.joined(separator: "; "), height: LinePlot.height,
            drawing: drawing.drawing,
            data: DataTable([["functions", "arm", "solved", "rate", "95 % interval"]] + rows, caption: "Solve rate by size of the task", numbers: [0]),
            legend: Self.legend(arms.map { ($0, style($0)) }))
    }

    /// An arm and the size of its tasks.
    private struct Group: Hashable {
        let arm: String
        let size: Int
    }
}
