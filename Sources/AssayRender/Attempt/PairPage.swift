import AssayCore
package import AssayExperiments
import AssaySupport

/// Two attempts side by side: their verdicts, what the last checks found, and what they delivered.
package struct PairPage: Sendable {
    let a: AttemptDocument
    let b: AttemptDocument

    /// Renders the page; the numbers are those of the attempts in their store.
    package static func render(_ a: (Int64, AttemptDocument), _ b: (Int64, AttemptDocument), links: PageLinks) -> String {
        let page = PairPage(a: a.1, b: b.1)
        let title = a.1.key.task == b.1.key.task ? a.1.key.task : "\(a.1.key.task) and \(b.1.key.task)"
        let content: Markup = """
            <h1>\(title): \(a.1.key.arm) and \(b.1.key.arm)</h1>
            <div class="sides">\(side(a.1, links.attempt(a.1.run, a.0)))\(side(b.1, links.attempt(b.1.run, b.0)))</div>
            \(page.difference)
            """
        return Page(title: "\(title): two attempts", carrier: links.carrier, crumbs: links.way(over: a.1.run, to: "Two attempts"), content: content).html
    }

    private static func side(_ document: AttemptDocument, _ address: String?) -> Markup {
        let result = document.result
        let name = "\(document.key.arm), seed \(document.key.seed)"
        let last = document.steps.last { $0.report?.scope == .full } ?? document.steps.last { $0.report != nil }
        let findings = (last?.report?.folded ?? []).filter { $0.finding.severity == .error }.prefix(12).map { FindingView.markup($0.finding, more: $0.more) }
        return """
            <section aria-label="\(name)"><h2>\(address.map { "<a href=\"\($0)\">\(name)</a>" as Markup } ?? .text(name)) \(Badge.outcome(result.outcome, isSolved: result.isSolved))</h2>
            <p>\(result.reason)</p>
            \(AttemptPage.tiles(document))
            <h3>What the checks found</h3>
            \(findings.isEmpty ? "<p class=\"note\">No error.</p>" as Markup : findings.joined())
            <h3>Calls</h3>
            \(calls(document))</section>
            """
    }

    private static func calls(_ document: AttemptDocument) -> Markup {
        let rows = document.steps.filter { $0.report != nil || !$0.asked.isEmpty }.map { step in
            [
                step.phase.rawValue, PageText.limited(step.note, 80), step.spentTokens.total > 0 ? Amount.grouped(step.spentTokens.total) : "",
                Amount.time(step.seconds),
            ]
        }
        return DataTable([["phase", "step", "tokens", "took"]] + rows, caption: "Steps of \(document.key.arm)", numbers: [2, 3]).markup
    }

    /// What the second delivers instead of the first.
    private var difference: Markup {
        guard let old = a.steps.last(where: { $0.files != nil })?.files, let new = b.steps.last(where: { $0.files != nil })?.files else { return .empty }
        let text = TextDifference.unified(from: old, to: new, limit: 200_000)
        let shown: Markup =
            text.isEmpty
            ? "<p class=\"note\">Both delivered the same.</p>"
            : DiffView.unified(text) + "<details><summary>Side by side</summary>\(DiffView.sides(text))</details>"
        return "<h2>From what \(a.key.arm) delivered to what \(b.key.arm) did</h2>\n\(shown)"
    }
}
