import AssayCore
package import AssayExperiments
import AssaySupport

/// Two arms side by side: the tasks on which they differ first.
package struct ComparePage: Sendable {
    /// Renders a comparison; `run` is the run of both arms, where they are of one.
    package static func render(_ pair: ExperimentDocument.Pair, run: ExperimentDocument?, links: PageLinks) -> String {
        let headline = RunHeadline(pair, arms: run?.arms ?? [])
        let flips: Markup =
            pair.result.flips.isEmpty
            ? "<h2>No task differs</h2>\n<p>Both solved the same tasks.</p>" : FlipTable(pair: pair, document: run, links: links, isOnOwnPage: true).markup
        let content: Markup = """
            <h1>\(pair.b) against \(pair.a) \(Badge.verdict(headline.verdict))</h1>
            <p class="lead">\(headline.sentence)</p>
            \(flips)
            \(run.map { RunPlots(document: $0.only(pair)).markup })
            <h2>How this was compared</h2>
            <p>\(ExperimentText.sentence(pair.a, pair.b, pair.result))</p>
            """
        return Page(
            title: "\(pair.b) against \(pair.a)", carrier: links.carrier, crumbs: links.way(over: run?.id, to: "Compare"), content: content
        ).html
    }
}
