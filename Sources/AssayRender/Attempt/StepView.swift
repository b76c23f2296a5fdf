import AssayCore
import AssayExperiments
import AssaySupport

/// One step of an attempt: a call with its prompt and answer, or a round with its difference and its checks.
struct StepView: Sendable {
    let document: AttemptDocument
    let number: Int
    private var step: AttemptDocument.Step { document.steps[number] }

    /// The class of a phase's colour.
    static func style(_ phase: String) -> String { Plot.series(Phase.allCases.firstIndex { $0.rawValue == phase } ?? 6) }

    /// The step as an item of the list.
    var markup: Markup {
        let seconds: Markup? = step.seconds > 0 ? "<small>\(Amount.time(step.seconds))</small>" : nil
        return """
            <li class="\(Self.style(step.phase.rawValue))"><h3>\(step.phase.rawValue) \(tokens)\(seconds)</h3>
            <p>\(PageText.limited(step.note, 600))</p>
            \(step.error.map { "<p class=\"bad\">The call failed: \(PageText.limited($0, 600))</p>\n" as Markup })\(step.end?.words.map { "<p class=\"bad\">The answer: \($0)</p>\n" as Markup })\
            \(prompt)\(answer)\(round)</li>

            """
    }

    private var tokens: Markup? {
        guard step.spentTokens.total > 0 else { return nil }
        let cost = step.cost.map { ", \($0)" } ?? ""
        return "<small>\(Amount.grouped(step.spentTokens.total)) tokens, \(Amount.grouped(step.spentTokens.cached)) cached\(cost)</small>"
    }

    /// The messages of a call; what all calls of the task share is folded by itself.
    private var prompt: Markup {
        guard !step.asked.isEmpty else { return .empty }
        let messages = step.asked.map { message -> Markup in
            let (stable, rest) = message.parts
            let shared: Markup? = stable.map {
                "<details><summary>The part that all calls of this task share (\($0.count) characters)</summary><pre tabindex=\"0\" aria-label=\"Shared part\">\($0)</pre></details>\n"
            }
            return
                "<p class=\"note\">\(message.role.rawValue)</p>\n\(shared)\(rest.isEmpty ? "" : "<pre tabindex=\"0\" aria-label=\"Message\">\(rest)</pre>\n" as Markup)"
        }
        let model = step.model.map { " of \($0)" } ?? ""
        return "<details id=\"prompt-\(number)\"><summary>Prompt\(model)</summary>\n\(messages)</details>\n"
    }

    private var answer: Markup {
        guard let reply = step.reply else { return .empty }
        return "<details id=\"answer-\(number)\" open><summary>Answer</summary><pre tabindex=\"0\" aria-label=\"Answer\">\(reply)</pre></details>\n"
    }

    /// A verification: what changed in the files and in the checks, and what was found.
    private var round: Markup {
        guard let report = step.report else { return files }
        let findings = report.folded.prefix(20).map { FindingView.markup($0.finding, more: $0.more) }
        let passed = report.checks.count { $0.status == .passed }
        let count = "\(report.findings.count) \(report.findings.count == 1 ? "finding" : "findings")"
        let found: Markup =
            findings.isEmpty
            ? "" : "<details id=\"findings-\(number)\"\(report.findings.count <= 3 ? " open" as Markup : "")><summary>\(count)</summary>\(findings)</details>\n"
        return """
            <p>\(Badge.outcome(report.verdict.rawValue, isSolved: report.verdict.isSolved)) \(passed) of \(report.checks.count) \(report.scope == .full ? "checks, hidden ones too" : "visible checks") passed</p>
            \(changes)\(found)\(files)<p class="note">\(sandbox(report))</p>

            """
    }

    /// The checks whose status differs from the round before.
    private var changes: Markup {
        guard let report = step.report, let before = document.steps[..<number].last(where: { $0.report?.scope == report.scope })?.report else { return .empty }
        let old = Dictionary(before.checks.map { ($0.id, $0.status) }, uniquingKeysWith: { one, _ in one })
        let changed = report.checks.filter { old[$0.id] != nil && old[$0.id] != $0.status }
        guard !changed.isEmpty else { return .empty }
        let rows = changed.map { check in
            DataTable.Row(cells: [
                .init(check.id), .init(old[check.id]?.rawValue ?? ""), .init(Badge.outcome(check.status.rawValue, isSolved: check.status == .passed)),
            ])
        }
        return DataTable([.init(title: "check"), .init(title: "before"), .init(title: "now")], rows, caption: "Checks that changed").markup
    }

    private var files: Markup {
        var all = Markup.empty
        if let difference = step.difference, !difference.isEmpty {
            all +=
                "<details id=\"diff-\(number)\" open><summary>Changed since the round before</summary>\(DiffView.unified(difference))<details id=\"sides-\(number)\"><summary>Side by side</summary>\(DiffView.sides(difference))</details></details>\n"
        }
        guard let files = step.files, !files.paths.isEmpty else { return all }
        let texts = files.paths.map { path -> Markup in
            "<details><summary><code>\(path)</code></summary><pre class=\"code\" tabindex=\"0\" aria-label=\"\(path)\">\(files[path] ?? "(not a text)")</pre></details>\n"
        }
        let count = files.paths.count
        return all + "<details id=\"files-\(number)\"><summary>\(count) \(count == 1 ? "file" : "files") of the candidate</summary>\(texts)</details>\n"
    }

    private func sandbox(_ report: ReviewReport) -> String {
        let usage = report.sandbox
        let memory = usage.peakMemoryBytes.map { ", \(Int($0) >> 20) MiB peak of \(report.limits.memoryBytes >> 20) MiB" } ?? ""
        let hit = usage.limitsHit.isEmpty ? "no limit hit" : "limits hit: \(usage.limitsHit.map(\.rawValue).joined(separator: ", "))"
        return "\(usage.isolationWords), \(usage.runs) sandboxed runs, \(Amount.time(usage.cpuSeconds)) CPU\(memory), \(hit)"
    }
}
