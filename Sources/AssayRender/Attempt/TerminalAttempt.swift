import AssayCore
package import AssayExperiments
import AssaySupport

/// One attempt, step by step, for a terminal.
package enum TerminalAttempt {
    /// Renders the steps, for a terminal of some columns with lines wrapped; `full` adds prompts, answers and files in whole.
    package static func render(_ document: AttemptDocument, full: Bool, width: Int? = nil) -> String {
        var lines = ["── \(TerminalText.line(document.title))"]
        for step in document.steps {
            lines.append("  \(Text.pad(step.phase.rawValue, 10)) \(TerminalText.line(step.note, limit: 300))  \(step.usage)".trimmedEnd)
            if let error = step.error { lines.append("      failed: \(TerminalText.line(error))") }
            if full { lines += step.asked.map { indented($0.content, "      > ") } }
            if let reply = step.reply {
                lines.append(full ? indented(reply, "      < ") : "      < \(TerminalText.line(reply, limit: 160))")
            }
            for finding in step.findings.prefix(full ? 50 : 3) {
                lines.append("      ! \(finding.hidden ? "(hidden) " : "")\(TerminalText.line(finding.message))")
            }
            if let difference = step.difference, !difference.isEmpty {
                lines.append(indented(difference, "      | "))
                continue
            }
            guard full, let files = step.files else { continue }
            for path in files.paths {
                lines.append("      = \(TerminalText.line(path))")
                lines.append(indented(files[path] ?? "", "      | "))
            }
        }
        if let patch = document.patch, !patch.isEmpty {
            lines.append("  patch      what is delivered, for 'git apply'")
            lines.append(indented(patch, "      | "))
        }
        return lines.flatMap { $0.allLines }.flatMap { wrapped(String($0), width) }.joined(separator: "\n") + "\n"
    }

    /// A line that is too long goes on under its text, after the margin of a prompt or an answer where it has one.
    private static func wrapped(_ line: String, _ width: Int?) -> [String] {
        let margin = ["      > ", "      < ", "      | ", "      ! "].first { line.hasPrefix($0) }
        return Text.wrapped(line, width: width, hanging: margin.map { $0 + "  " } ?? "             ")
    }

    private static func indented(_ text: String, _ margin: String) -> String {
        TerminalText.clean(text).allLines
            .map { margin + $0 }.joined(separator: "\n")
    }
}
