package import AssayCore
package import AssayExperiments
import AssayStatistics
import AssaySupport

/// An experiment's report as one page that needs nothing from elsewhere.
package enum HTMLExperiment {
    private struct Page {
        struct Verdict {
            var kind: String
            var text: String
        }
        var title: String
        var linked: Bool
        var recording: Bool
        var facts: String
        var plot: RatePlot
        var arms: HTMLTable
        var verdicts: [Verdict]
        var flips: [HTMLTable]
        var tables: [HTMLTable]
        var attempts: HTMLTable
        var unfinished: [String]
        var command: String
    }

    /// Renders the page; `attemptLink` gives the address of an attempt by its number.
    package static func render(
        _ document: ExperimentDocument, command: String,
        attemptLink: ((Int64) -> String)? = nil
    ) throws(HarnessError) -> String {
        let attempts = document.sortedAttempts
        return try HTMLTemplates.render(
            "experiment",
            Page(
                title: TerminalText.line(document.name), linked: attemptLink != nil, recording: document.recording,
                facts: TerminalText.line(ExperimentText.facts(document), limit: 1000), plot: RatePlot(document.arms),
                arms: HTMLTable(ExperimentText.arms(document)),
                verdicts: document.comparisons.map {
                    .init(kind: $0.result.verdict.rawValue, text: TerminalText.line(ExperimentText.sentence($0.a, $0.b, $0.result), limit: 1000))
                } + document.refusals.map { .init(kind: "", text: TerminalText.line($0.description, limit: 1000)) },
                flips: document.comparisons.filter { !$0.result.flips.isEmpty }.map {
                    HTMLTable(ExperimentText.flips($0), title: ExperimentText.flipsTitle($0))
                },
                tables: document.tables(methods: true).map { HTMLTable($0.rows, title: $0.title) },
                attempts: HTMLTable(
                    [ExperimentText.attemptHeading] + attempts.map(ExperimentText.attempt),
                    links: attempts.map { attempt in attempt.number.flatMap { attemptLink?($0) } }),
                unfinished: ExperimentText.unfinished(document).map { [$0] } ?? [],
                command: TerminalText.line(command, limit: 1000)))
    }
}

/// Positions of solve rates and their intervals in a drawing 760 units wide.
struct RatePlot {
    struct Tick {
        var x: Int
        var bottom: Int
        var label_y: Int
        var label: String
    }
    struct Row {
        var label: String
        var text_y: Int
        var y: Int
        var low: Int
        var x: Int
        var high: Int
    }
    var height: Int
    var ticks: [Tick]
    var rows: [Row]

    init(_ arms: [ArmSummary]) {
        func place(_ rate: Double) -> Int { 180 + Int((rate * 560).rounded()) }
        let bottom = 16 + arms.count * 28
        height = bottom + 24
        ticks = stride(from: 0, through: 100, by: 25).map {
            Tick(x: place(Double($0) / 100), bottom: bottom, label_y: bottom + 16, label: "\($0) %")
        }
        rows = arms.enumerated().map { number, arm in
            let y = 26 + number * 28
            return Row(
                label: TerminalText.line(arm.arm, limit: 24), text_y: y + 4, y: y,
                low: place(arm.interval.low), x: place(arm.rate), high: place(arm.interval.high))
        }
    }
}
