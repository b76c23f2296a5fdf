package import AssayCore
package import AssayExperiments
import AssaySupport

/// One attempt, step by step, as a page of the dashboard.
package enum HTMLAttempt {
    private struct Page {
        struct Fold {
            var name: String
            var text: String
        }
        struct Step {
            var phase: String
            var note: String
            var usage: String
            var error: [String]
            var findings: [String]
            var texts: [Fold]
        }
        var title: String
        var run: String
        var home: String
        var back: String
        var facts: String
        var steps: [Step]
    }

    /// Renders the page; `home` and `back` are the addresses of all runs and of this one.
    package static func render(_ document: AttemptDocument, home: String, back: String) throws(HarnessError) -> String {
        try HTMLTemplates.render(
            "attempt",
            Page(
                title: TerminalText.line(document.title), run: document.run,
                home: home, back: back, facts: TerminalText.line(document.result.reason),
                steps: document.steps.map(step) + delivery(document)))
    }

    /// The patch that is delivered, as a last step.
    private static func delivery(_ document: AttemptDocument) -> [Page.Step] {
        guard let patch = document.patch, !patch.isEmpty else { return [] }
        let fold = Page.Fold(name: "the patch", text: TerminalText.clean(patch))
        return [Page.Step(phase: "patch", note: "what is delivered, for 'git apply'", usage: "", error: [], findings: [], texts: [fold])]
    }

    private static func step(_ step: AttemptDocument.Step) -> Page.Step {
        var folds = step.asked.map { Page.Fold(name: "asked (\($0.role.rawValue))", text: TerminalText.clean($0.content)) }
        if let reply = step.reply { folds.append(.init(name: "answered", text: TerminalText.clean(reply))) }
        if let difference = step.difference, !difference.isEmpty {
            folds.append(.init(name: "changed since the round before", text: TerminalText.clean(difference)))
        }
        for path in step.files?.paths ?? [] {
            folds.append(.init(name: TerminalText.line(path), text: TerminalText.clean(step.files?[path] ?? "")))
        }
        return Page.Step(
            phase: step.phase.rawValue, note: TerminalText.line(step.note, limit: 300), usage: step.usage,
            error: step.error.map { [TerminalText.line($0)] } ?? [],
            findings: step.findings.prefix(50).map {
                ($0.hidden ? "(hidden) " : "") + TerminalText.line($0.message)
            }, texts: folds)
    }
}
