import AssayCore
package import AssayExperiments
import AssaySupport

/// Two arms side by side: the tasks on which they differ first.
package struct ComparePage: Sendable {
    /// Renders a comparison; `run` is the run of both arms, where they are of one.
    package static func render(_ pair: ExperimentDocument.Pair, run: ExperimentDocument?, links: PageLinks) -> String {
        let way = [Page.Crumb(title: "All runs", address: links.home)] + (run.map { [Page.Crumb(title: $0.id, address: links.run($0.id))] } ?? [])
        let headline = RunHeadline(pair, arms: run?.arms ?? [])
        let flips: Markup =
            pair.result.flips.isEmpty
            ? "<h2>No task differs</h2>\n<p>Both solved the same tasks.</p>" : FlipTable(pair: pair, document: run, links: links, isUnfolded: true).markup
        let content: Markup = """
            <h1>\(pair.b) against \(pair.a) \(Badge.verdict(headline.verdict))</h1>
            <p class="lead">\(headline.sentence)</p>
            \(flips)
            \(run.map { RunPlots(document: Self.only(pair, of: $0)).markup })
            <h2>How this was compared</h2>
            <p>\(ExperimentText.sentence(pair.a, pair.b, pair.result))</p>
            """
        return Page(
            title: "\(pair.b) against \(pair.a)", carrier: links.carrier, crumbs: way + [.init(title: "Compare", address: nil)], content: content
        ).html
    }

    /// The part of a run that is about two arms.
    private static func only(_ pair: ExperimentDocument.Pair, of run: ExperimentDocument) -> ExperimentDocument {
        let names = [pair.a, pair.b]
        return ExperimentDocument(
            id: run.id, name: run.name, suite: run.suite, suiteDigest: run.suiteDigest, seeds: run.seeds, margin: run.margin, alpha: run.alpha,
            recording: run.recording, arms: run.arms.filter { names.contains($0.arm) }, attempts: run.attempts.filter { names.contains($0.key.arm) },
            comparisons: [pair], phases: run.phases.filter { names.contains($0.arm) }, refusals: [], currency: run.currency, judged: run.judged)
    }
}
