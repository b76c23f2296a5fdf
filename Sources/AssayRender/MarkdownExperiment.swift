import AssayBench
import AssayCore

/// An experiment's report as Markdown.
package enum MarkdownExperiment {
    /// Renders a page that stands alone: what was asked, what came out, how to repeat it.
    package static func render(_ document: ExperimentDocument, command: String) -> String {
        var text = "# \(document.name)\n\n"
        if document.recording {
            text += "> The answers come from a recording of real models, not from a live run.\n\n"
        }
        text += "Run `\(document.id)` on `\(document.suite)` (suite \(document.suiteDigest.prefix(12))), "
        text += "\(document.seeds) seed\(document.seeds == 1 ? "" : "s"), margin \(Text.decimal(document.margin)), α = \(Text.decimal(document.alpha)).\n\n"
        text += table([ExperimentText.heading] + document.arms.map(ExperimentText.row))
        text += "\n## Verdict\n\n"
        for pair in document.comparisons {
            text += "- \(ExperimentText.sentence(pair.a, pair.b, pair.result))\n"
        }
        for refusal in document.refusals { text += "- \(refusal)\n" }
        for pair in document.comparisons where !pair.result.flips.isEmpty {
            text += "\n### Tasks on which \(pair.a) and \(pair.b) differ\n\n"
            text += table(
                [["task", "change", pair.a, pair.b]]
                    + pair.result.flips.map { [$0.task, $0.change, $0.a, $0.b] })
        }
        let tags = ExperimentText.tags(document.cells, document.arms)
        if tags.count > 1 { text += "\n## Where the arms fail\n\n" + table(tags) }
        text += "\n## Every attempt\n\n"
        text += table(
            [["task", "seed", "arm", "verdict", "tier", "visible checks", "calls", "tokens", "seconds"]]
                + document.cells.sorted { ($0.task, $0.seed, $0.arm) < ($1.task, $1.seed, $1.arm) }.map {
                    [
                        $0.task, "\($0.seed)", $0.arm, $0.verdict, $0.tier,
                        $0.visiblePassed ? "passed" : "failed", "\($0.calls)",
                        "\($0.promptTokens + $0.completionTokens)", Text.decimal($0.seconds, 1),
                    ]
                })
        if document.open + document.lost > 0 {
            text += "\n\(document.open) attempts are open and \(document.lost) were lost to the harness; only tasks that every arm has finished are counted.\n"
        }
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
