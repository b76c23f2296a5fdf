import AssayCore
package import AssayExperiments
import AssayStatistics
import AssaySupport

/// The list of stored runs, and how the solve rates of a suite's arms went.
package struct RunsPage: Sendable {
    let store: String
    let runs: [RunSummary]
    let links: PageLinks

    /// Renders the list; the newest run comes first.
    package static func render(_ runs: [RunSummary], store: String, links: PageLinks) -> String {
        let page = RunsPage(store: store, runs: runs, links: links)
        return Page(title: "Runs", carrier: links.carrier, crumbs: [.init(title: "All runs", address: nil)], content: page.content).html
    }

    private var content: Markup {
        let follow: Markup = links.events.map { " data-live=\"\" data-events=\"\($0)\"" } ?? ""
        let empty: Markup = "<p class=\"lead\">Nothing is stored yet; <code>assay bench EXPERIMENT.yaml</code> adds a run.</p>"
        return """
            <h1>Runs</h1>
            <p class="note">\(store)</p>
            <div id="runs-live"\(follow)>\(runs.isEmpty ? empty : form + table + trends)</div>
            """
    }

    private var form: Markup {
        func field(_ label: String, _ name: String, _ values: [String]) -> Markup {
            let known = values.uniqued().sorted()
            return known.count < 2
                ? .empty : "<label>\(label)<select name=\"\(name)\" id=\"runs-\(name)\">\(AttemptTable.options(known, chosen: ""))</select></label>\n"
        }
        return """
            <form class="filter" role="search" aria-label="Runs" data-filters="runs" hidden>
            <label>Search<input type="search" name="q" id="runs-q" autocomplete="off" placeholder="suite, arm, model"></label>
            \(field("Suite", "suite", runs.map(\.suite)))\(field("Arm", "arm", runs.flatMap { $0.arms.map(\.arm) }))\(field("Model", "model", runs.flatMap(\.models)))\
            \(field("Verdict", "verdict", runs.map(verdict)))\(field("State", "state", runs.map(\.state.rawValue)))<button type="submit">Find</button>
            <output aria-live="polite"></output></form>
            """
    }

    /// The word of the first comparison; a run of one arm has none.
    private func verdict(_ run: RunSummary) -> String { run.comparisons.first?.result.verdict.rawValue ?? "no comparison" }

    private var table: Markup {
        let columns: [DataTable.Column] = [
            .init(title: "run"), .init(title: "verdict"), .init(title: "arm: solved, 95 % interval"), .init(title: "tokens", isNumber: true),
            .init(title: "cost", isNumber: true), .init(title: "took", isNumber: true), .init(title: "state"), .init(title: "suite"), .init(title: "models"),
        ]
        return DataTable(columns, runs.map(row), caption: "Stored runs", id: "runs", isSortable: true, hidesCaption: true).markup
    }

    private func row(_ run: RunSummary) -> DataTable.Row {
        let name: Markup = links.run(run.id).map { "<a href=\"\($0)\">\(run.id)</a>" } ?? .text(run.id)
        let badges = run.comparisons.map { pair -> Markup in
            Badge.verdict(pair.result.verdict.rawValue) + (run.comparisons.count > 1 ? "<span class=\"note\"> \(pair.b)</span><br>" : "")
        }
        let solved = run.arms.map { arm -> Markup in
            "\(arm.arm): \(arm.solved)/\(arm.attempts) <span class=\"note\">\(Amount.percent(arm.interval.low)) to \(Amount.percent(arm.interval.high))</span>"
        }
        let cost = run.arms.contains { $0.cost == nil } ? nil : run.arms.reduce(0) { $0 + ($1.cost ?? 0) }
        let tokens = run.arms.reduce(0) { $0 + $1.tokens }
        let state = Badge.outcome(
            run.state == .done ? "done" : "\(run.state.rawValue) \(run.done)/\(run.all)", isSolved: run.state == .done, isOpen: run.state != .lost)
        return DataTable.Row(
            cells: [
                .init(name + "<br><span class=\"note one-line\">\(Self.time(run.created))\(run.recording ? ", recording" : "")</span>"), .init(badges.joined()),
                .init(solved.joined("<br>")), .init(tokens),
                .init(.text(cost.map { Text.decimal($0, 4) + (run.currency.map { " \($0)" } ?? "") } ?? "no price"), key: cost ?? 0),
                .init(.text(Amount.time(run.seconds)), key: run.seconds), .init(state), .init(run.suite), .init(run.models.joined(separator: ", ")),
            ],
            facets: [
                ("suite", run.suite), ("arm", run.arms.map(\.arm).joined(separator: "\n")), ("model", run.models.joined(separator: "\n")),
                ("verdict", verdict(run)), ("state", run.state.rawValue),
            ])
    }

    /// `2026-11-28T03:31:59Z` as `2026-11-28 03:31`.
    private static func time(_ stamp: String) -> String { String(stamp.replacing("T", with: " ").prefix(16)) }

    /// The solve rates of each arm over time, for suites with several finished runs.
    private var trends: Markup {
        let plots = runs.map(\.suite).uniqued().enumerated().compactMap { number, suite in TrendPlot(suite: suite, runs: runs).plot(number: number) }
        return plots.isEmpty ? .empty : "<h2>Solve rates over time</h2>\n<section class=\"plots\" aria-label=\"Trends\">\(plots.map(\.markup))</section>"
    }
}

/// The solve rate of each arm of a suite, run after run.
struct TrendPlot: Sendable {
    let suite: String
    let runs: [RunSummary]

    /// The drawing; nil where there are fewer than two finished runs.
    func plot(number: Int) -> Plot? {
        let own = Array(runs.filter { $0.suite == suite && $0.state == .done }.reversed())
        guard own.count > 1 else { return nil }
        let arms = own.flatMap { $0.arms.map(\.arm) }.uniqued()
        let lines = arms.enumerated().map { place, arm in
            LinePlot.Line(
                name: arm,
                points: own.enumerated().compactMap { at, run in run.arms.first { $0.arm == arm }.map { (Double(at + 1), $0.rate) } },
                style: Plot.series(place), isThick: true)
        }
        let drawing = LinePlot(
            lines: lines, across: 1...Double(own.count), axis: "run, the newest to the right", upwards: "solve rate",
            ticks: Ticks.linear(1...Double(own.count), about: 6).filter { $0 == $0.rounded() }, label: { Amount.trimmed($0) })
        let rows = own.enumerated().flatMap { at, run in
            run.arms.map { ["\(at + 1)", run.id, run.created, $0.arm, "\($0.solved)/\($0.attempts)", Amount.percent($0.rate)] }
        }
        return Plot(
            id: "trend-\(number)", title: suite, description: "Solve rates of \(arms.joined(separator: ", ")) in \(own.count) runs.",
            height: LinePlot.height, drawing: drawing.drawing,
            data: DataTable([["run", "id", "created", "arm", "solved", "rate"]] + rows, caption: "Solve rates of \(suite)"),
            legend: RunPlots.legend(arms.enumerated().map { ($1, Plot.series($0)) }))
    }
}
