package import AssayExperiments
import AssaySupport

/// The final block of an experiment for a terminal.
package enum TerminalExperiment {
    /// Renders the table, the verdicts and the flips, for a terminal of some columns with lines wrapped.
    package static func render(_ document: ExperimentDocument, width: Int? = nil) -> String {
        func wrapped(_ line: String) -> String { Text.wrapped(line, width: width, hanging: "    ").joined(separator: "\n") + "\n" }
        var text = "\n\(document.name)" + (document.recording ? "  (answers from a recording)" : "") + "\n"
        if let note = document.judged.note { text += wrapped("note: \(note)") }
        text += "\n"
        text += Text.table(ExperimentText.arms(document), width: width)
        if let note = ExperimentText.armsNote(document) { text += wrapped(note) }
        text += "\n"
        for pair in document.comparisons {
            text += wrapped(ExperimentText.sentence(pair.a, pair.b, pair.result))
            for flip in pair.result.flips { text += wrapped(ExperimentText.line(flip)) }
        }
        for refusal in document.refusals { text += wrapped("\(refusal)") }
        for table in document.tables(methods: false) { text += "\n\(table.title)\n" + Text.table(table.rows, width: width) }
        if let unfinished = ExperimentText.unfinished(document) { text += "\n" + wrapped(unfinished) }
        return text
    }
}
