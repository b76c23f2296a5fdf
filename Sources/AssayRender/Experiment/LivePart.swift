import AssayCore
package import AssayExperiments
import AssayStore
import AssaySupport

/// The progress of a run: a part of the run's page that is asked for anew while the run is under way.
package struct LivePart: Sendable {
    let run: LiveRun
    let links: PageLinks

    /// Renders the part as a page of its own, which is what the server hands out.
    package static func render(_ run: LiveRun, links: PageLinks) -> String {
        Page(
            title: "Progress of \(run.id)", carrier: links.carrier, crumbs: links.way(over: run.id, to: "Progress"),
            content: "<h1>Progress of \(run.id)</h1>\n\(LivePart(run: run, links: links).markup(follows: run.isOpen ? links.events : nil))"
        ).html
    }

    /// The part; where it `follows` events, it is replaced when they say that something has changed.
    func markup(follows events: String?) -> Markup {
        guard run.isOpen else { return "<section id=\"live\" aria-label=\"Progress\"></section>" }
        let source = links.live(run.id) ?? ""
        let follow: Markup = events.map { " data-live=\"\(source)\"" + (" data-events=\"\($0)\"" as Markup) } ?? ""
        let share = run.all == 0 ? 0 : Double(run.done) / Double(run.all)
        return """
            <section id="live" aria-label="Progress"\(follow)>
            <h2 id="progress">\(run.running.isEmpty ? "Not finished" : "Under way")</h2>
            <p><progress max="\(run.all)" value="\(run.done)" aria-label="Attempts done">\(Amount.percent(share))</progress></p>
            <dl class="tiles"><div><dt>done</dt><dd>\(run.done) of \(run.all)</dd></div><div><dt>solved</dt><dd>\(run.solved)</dd></div>\
            <div><dt>under way</dt><dd>\(run.running.count)</dd></div>\(tile("a minute", run.rate.map(Amount.trimmed)))\(tile("time left, about", run.left.map(Amount.time)))</dl>
            \(run.running.isEmpty ? "<p class=\"note\">No attempt is under way; the command that planned the run resumes it.</p>" as Markup : runningTable)
            \(run.latest.isEmpty ? "" : latestTable)
            </section>
            """
    }

    private func tile(_ name: String, _ value: String?) -> Markup { value.map { "<div><dt>\(name)</dt><dd>\($0)</dd></div>" } ?? "" }

    private var runningTable: Markup {
        DataTable(
            [.init(title: "task"), .init(title: "arm"), .init(title: "seed", isNumber: true), .init(title: "for", isNumber: true), .init(title: "last step")],
            run.running.map { attempt in
                .init(cells: [
                    .init(name(attempt)), .init(attempt.key.arm), .init(attempt.key.seed),
                    .init(attempt.started > 0 ? Amount.time(max(0, run.now - attempt.started)) : ""), .init(PageText.limited(attempt.note ?? "", 120)),
                ])
            }, caption: "Attempts under way"
        ).markup
    }

    private var latestTable: Markup {
        DataTable(
            [.init(title: "task"), .init(title: "arm"), .init(title: "seed", isNumber: true), .init(title: "verdict"), .init(title: "took", isNumber: true)],
            run.latest.prefix(8).map { attempt in
                let word = attempt.verdict?.rawValue ?? attempt.status.rawValue
                return .init(cells: [
                    .init(name(attempt)), .init(attempt.key.arm), .init(attempt.key.seed),
                    .init(Badge.outcome(word, isSolved: attempt.verdict?.isSolved == true)),
                    .init(Amount.time(attempt.seconds)),
                ])
            }, caption: "Came out last"
        ).markup
    }

    private func name(_ attempt: TimedAttempt) -> Markup {
        links.attempt(run.id, attempt.id).map { "<a href=\"\($0)\">\(attempt.key.task)</a>" } ?? .text(attempt.key.task)
    }
}
