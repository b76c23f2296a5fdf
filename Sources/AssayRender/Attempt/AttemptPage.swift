import AssayCore
package import AssayExperiments
import AssaySupport

/// One attempt, step by step: what was asked and answered, what changed, and what the checks said.
package struct AttemptPage: Sendable {
    let document: AttemptDocument

    /// Renders the page; `links` are the addresses of the other pages.
    package static func render(_ document: AttemptDocument, links: PageLinks) -> String {
        let crumbs = links.way(over: document.run, to: "\(document.key.task) · \(document.key.arm) · seed \(document.key.seed)")
        return Page(title: document.title, carrier: links.carrier, crumbs: crumbs, content: AttemptPage(document: document).content).html
    }

    private var content: Markup {
        let (key, result) = (document.key, document.result)
        return """
            <h1>\(key.task) \(Badge.outcome(result.outcome, isSolved: result.isSolved, isOpen: result.verdict == nil))</h1>
            <p class="lead">\(key.arm), seed \(key.seed)\(result.reason.isEmpty ? "" : ": \(result.reason)").</p>
            \(Self.tiles(document))
            \(timeline)
            <h2>Steps</h2>
            <p><button type="button" class="scripted" hidden data-unfold>Unfold or fold everything</button></p>
            <ol class="timeline">
            \(document.steps.indices.map { StepView(document: document, number: $0).markup })
            </ol>
            \(delivery)
            """
    }

    /// The totals of an attempt.
    static func tiles(_ document: AttemptDocument) -> Markup {
        let result = document.result
        let tier: Markup? = result.tier.map { "<div><dt>tier</dt><dd>\($0.rawValue)<small>\($0.meaning)</small></dd></div>" }
        let visible: Markup? = result.visibleVerdict.map { "<div><dt>visible checks</dt><dd>\($0.rawValue)</dd></div>" }
        let change: Markup? = result.change.map { "<div><dt>change</dt><dd>+\($0.added) −\($0.removed)<small>lines</small></dd></div>" }
        return """
            <dl class="tiles"><div><dt>tokens</dt><dd>\(Amount.grouped(result.usage.total))<small>in \(result.calls) \(result.calls == 1 ? "call" : "calls")</small></dd></div>\
            <div><dt>took</dt><dd>\(Amount.time(result.seconds))</dd></div><div><dt>fix rounds</dt><dd>\(result.rounds)</dd></div>\(visible)\(change)\(tier)</dl>
            """
    }

    /// Where its tokens and seconds went.
    private var timeline: Markup {
        let phases = document.steps.map(\.phase.rawValue).uniqued()
        func parts(_ value: (AttemptDocument.Step) -> Double) -> [BarPlot.Part] {
            phases.map { phase in
                .init(name: phase, value: document.steps.filter { $0.phase.rawValue == phase }.reduce(0) { $0 + value($1) }, style: StepView.style(phase))
            }
        }
        let (seconds, tokens) = (parts(\.seconds), parts { Double($0.spentTokens.total) })
        let legend = RunPlots.legend(phases.map { ($0, StepView.style($0)) })
        func plot(_ id: String, _ parts: [BarPlot.Part], axis title: String, note: String = "", label: @escaping @Sendable (Double) -> String) -> Markup {
            guard parts.contains(where: { $0.value > 0 }) else { return .empty }
            let drawing = BarPlot(bars: [.init(label: "by phase", parts: parts)], axis: title, isStacked: true, label: label)
            let rows = parts.map { [$0.name, label($0.value)] }
            return Plot(
                id: id.lowercased(), title: id, description: rows.map { $0.joined(separator: " ") }.joined(separator: "; "), height: drawing.height,
                drawing: drawing.drawing, data: DataTable([["phase", title]] + rows, caption: id, numbers: [1]), legend: legend, note: note
            ).markup
        }
        return
            "<h2 class=\"unseen\">Tokens and time</h2><section class=\"plots\" aria-label=\"Drawings\">\(plot("Tokens", tokens, axis: "tokens", label: Amount.short))\(plot("Time", seconds, axis: "seconds of calls and checks", note: unwaited, label: Amount.time))</section>"
    }

    /// Why the steps of a replayed attempt, or of one with several calls at a time, add up to more than it took; empty where they do not.
    private var unwaited: String {
        document.steps.reduce(0) { $0 + $1.seconds } > document.result.seconds * 1.2
            ? "More than the attempt took: a recording's answers are not waited for, and several calls may run at a time." : ""
    }

    private var delivery: Markup {
        guard let patch = document.patch, !patch.isEmpty else { return .empty }
        return "<h2>Delivered patch</h2>\n<p class=\"note\">For 'git apply'.</p>\n\(DiffView.unified(patch))"
    }
}
