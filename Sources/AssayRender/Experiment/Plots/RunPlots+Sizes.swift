import AssayCore
import AssayExperiments
import AssayStatistics
import AssaySupport

/// The drawing of what happens as tasks grow.
extension RunPlots {
    /// The solve rate of each arm by the number of functions that a task asks for; nil where all tasks are of one size or say none.
    var sizes: Plot? {
        let groups = groups
        let sizes = groups.map(\.size).uniqued().sorted()
        guard let first = sizes.first, let last = sizes.last, first < last else { return nil }
        let arms = document.arms.map(\.arm).filter { arm in groups.contains { $0.arm == arm } }
        let lines = arms.map { arm in
            LinePlot.Line(
                name: arm, points: groups.filter { $0.arm == arm }.map { (Double($0.size), $0.rate) }, style: style(arm), isThick: true)
        }
        let rows = groups.map { group in
            let interval = Intervals.wilson(group.solved, of: group.attempts)
            return [
                "\(group.size)", group.arm, "\(group.solved) of \(group.attempts)", Amount.percent(group.rate),
                "\(Amount.percent(interval.low)) to \(Amount.percent(interval.high))",
            ]
        }
        let drawing = LinePlot(
            lines: lines, across: Double(first)...Double(last), axis: "functions that a task asks for", upwards: "solve rate",
            ticks: sizes.map(Double.init), label: { Amount.trimmed($0) })
        return Plot(
            id: "sizes", title: "Solve rate by size of the task",
            description: rows.map { "\($0[1]) solves \($0[2]) tasks of \($0[0])" }.joined(separator: "; "), height: LinePlot.height,
            drawing: drawing.drawing,
            data: DataTable([["functions", "arm", "solved", "rate", "95 % interval"]] + rows, caption: "Solve rate by size of the task", numbers: [0]),
            legend: Self.legend(arms.map { ($0, style($0)) }), note: "Tasks by the number of functions: \(counts(of: sizes)).")
    }

    /// How many tasks there are of each size: a line through a single task says little.
    private func counts(of sizes: [Int]) -> String {
        sizes.map { size in
            let tasks = Set(document.attempts.filter { $0.size == size }.map(\.key.pair.task)).count
            return "\(tasks) with \(size)"
        }.joined(separator: ", ")
    }

    /// The attempts of one arm on tasks of one size.
    private struct Group {
        let size: Int
        let arm: String
        let solved: Int
        let attempts: Int
        var rate: Double { Double(solved) / Double(attempts) }
    }

    /// All that were judged, by size and then in the order of the arms.
    private var groups: [Group] {
        let judged = document.attempts.filter { $0.result.verdict != nil }
        return Set(judged.compactMap(\.size)).sorted().flatMap { size in
            document.arms.compactMap { arm in
                let own = judged.filter { $0.key.arm == arm.arm && $0.size == size }
                return own.isEmpty ? nil : Group(size: size, arm: arm.arm, solved: own.count(where: \.isSolved), attempts: own.count)
            }
        }
    }
}
