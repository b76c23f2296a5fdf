import AssayCore
package import AssayExperiments
import AssaySupport

/// The page of a run: the verdict first, then the drawings, then what they are made of.
package struct RunPage: Sendable {
    /// What a reader asks of the attempts, where the server finds them.
    package struct Query: Sendable {
        /// Words that a row must contain.
        package var words = ""
        /// The name of the only arm; empty for all.
        package var arm = ""
        /// The only verdict; empty for all.
        package var verdict = ""
        /// The number of the page of attempts, from 1.
        package var page = 1

        /// Asks for the first page of all attempts.
        package init() {}

        /// Asks for attempts of an arm and a verdict in which words occur; empty texts ask for all.
        package init(words: String, arm: String, verdict: String, page: Int) {
            (self.words, self.arm, self.verdict, self.page) = (words, arm, verdict, max(1, page))
        }
    }

    let document: ExperimentDocument
    let command: String
    let links: PageLinks
    var query = Query()

    /// Renders a run; `links` are the addresses of the other pages.
    package static func render(
        _ document: ExperimentDocument, command: String, links: PageLinks = .none, query: Query = Query(), live: LiveRun? = nil
    ) -> String {
        let page = RunPage(document: document, command: command, links: links, query: query)
        return Page(title: document.name, carrier: links.carrier, crumbs: links.way(to: document.id), content: page.content(live)).html
    }

    private func content(_ live: LiveRun?) -> Markup {
        let follows = live?.isOpen == true ? links.events : nil
        return """
            \(live.map { LivePart(run: $0, links: links).markup(follows: follows) })
            <div id="results"\(follows == nil ? "" : " data-live=\"\"" as Markup)>
            \(heading)
            \(RunPlots(document: document).markup)
            \(flips)
            \(RunGrid(document: document, links: links).markup)
            \(measures)
            \(AttemptTable(document: document, links: links, query: query).markup)
            \(repeating)
            </div>
            """
    }

    private var heading: Markup {
        let lines = document.comparisons.map { RunHeadline($0, arms: document.arms) }
        let single = lines.isEmpty ? document.arms.filter { $0.attempts > 0 }.map { RunHeadline($0) } : []
        let badge: Markup? = lines.count == 1 ? lines.first.map { Badge.verdict($0.verdict) } : nil
        return """
            <h1>\(document.name)\(badge)</h1>
            \((lines + single).map { "<p class=\"lead\">\(lines.count > 1 ? Badge.verdict($0.verdict) + " " : "")\($0.sentence)</p>\n" as Markup })
            \(document.refusals.map { "<p class=\"callout\">\($0.description)</p>\n" as Markup })
            \(document.recording ? "<p class=\"callout recording\">The answers come from a recording of real models, not from a live run: seconds of attempts are those of the replay, times of model calls those of the recording.</p>" as Markup : "")
            \(ExperimentText.unfinished(document).map { "<p class=\"callout\">\($0)</p>" as Markup })
            \(armTable)
            <details class="facts" id="facts"><summary>How this was compared</summary><p>\(ExperimentText.facts(document))</p>
            \(document.comparisons.map { "<p>\(ExperimentText.sentence($0.a, $0.b, $0.result))</p>\n" as Markup })</details>
            """
    }

    private var armTable: Markup {
        let rows = ExperimentText.arms(document)
        guard rows.count > 1 else { return .empty }
        return DataTable(rows, caption: "Totals of each arm" + (ExperimentText.armsNote(document).map { " (\($0))" } ?? ""), numbers: Set(3..<rows[0].count))
            .markup + "<p class=\"note\">\(ExperimentText.armsWords)</p>\n"
    }

    private var flips: Markup {
        document.comparisons.filter { !$0.result.flips.isEmpty }.map { FlipTable(pair: $0, document: document, links: links).markup }.joined()
    }

    private var measures: Markup {
        let (told, silent) = MetricText.split(document.metrics)
        guard told.contains(where: { !$0.metrics.isEmpty }) else { return .empty }
        let table = DataTable(MetricText.table(told, methods: true), caption: "Measures with their 95 % intervals")
        let costs = DataTable(
            MetricText.phases(document.phases, currency: document.currency), caption: "Tokens and time by phase, role and model", numbers: Set(4..<10))
        return """
            <h2 id="measures">All measures</h2>
            <details class="fold" id="all-measures"><summary>\(told.map(\.metrics.count).max() ?? 0) measures with intervals and methods</summary>\(table.markup)\
            \(silent.isEmpty ? "" : "<p class=\"note\">Without a value in this run: \(silent.joined(separator: "; ")).</p>" as Markup)</details>
            <details class="fold" id="all-costs"><summary>Tokens and time by phase, role and model</summary>\(costs.markup)</details>
            """
    }

    private var repeating: Markup {
        "<h2 id=\"repeat\">Repeat</h2>\n<div class=\"copyable\"><pre tabindex=\"0\" aria-label=\"Command\">\(command)</pre></div>"
    }
}
