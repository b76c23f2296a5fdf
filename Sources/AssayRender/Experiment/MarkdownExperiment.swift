import AssayCore
package import AssayExperiments
import AssaySupport

/// An experiment's report as Markdown.
package enum MarkdownExperiment {
    /// Renders a self-contained page: the settings, the results and how to repeat them.
    package static func render(_ document: ExperimentDocument, command: String) -> String {
        var text = "# \(document.name)\n\n"
        if document.recording {
            text += "> The answers come from a recording of real models, not from a live run.\n\n"
        }
        text += ExperimentText.facts(document) + "\n\n"
        text += table(ExperimentText.arms(document))
        if let note = ExperimentText.armsNote(document) { text += "\n\\\(note)\n" }
        text += "\n## Verdict\n\n"
        for pair in document.comparisons {
            text += "- \(ExperimentText.sentence(pair.a, pair.b, pair.result))\n"
        }
        for refusal in document.refusals { text += "- \(refusal)\n" }
        for pair in document.comparisons where !pair.result.flips.isEmpty {
            text += "\n### \(ExperimentText.flipsTitle(pair))\n\n" + table(ExperimentText.flips(pair))
        }
        for each in document.tables(methods: true) { text += "\n## \(each.title)\n\n" + table(each.rows) }
        text += "\n## Every attempt\n\n"
        text += table([ExperimentText.attemptHeading] + document.sortedAttempts.map(ExperimentText.attempt))
        if let unfinished = ExperimentText.unfinished(document) { text += "\n\(unfinished)\n" }
        return text + "\nRepeat with:\n\n```sh\n\(command)\n```\n"
    }

    private static func table(_ rows: [[String]]) -> String {
        guard let heading = rows.first else { return "" }
        func line(_ cells: [String]) -> String {
            "| " + cells.map { TerminalText.line($0).replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }
        return line(heading) + "|" + heading.map { _ in " --- |" }.joined() + "\n"
            + rows.dropFirst().map(line).joined()
    }
}
