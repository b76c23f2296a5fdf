package import AssayExperiments
import AssaySupport

/// The final block of an experiment for a terminal.
package enum TerminalExperiment {
    /// Renders the table, the verdicts and the flips.
    package static func render(_ document: ExperimentDocument) -> String {
        var text = "\n\(document.name)" + (document.recording ? "  (answers from a recording)" : "") + "\n"
        if let note = document.judged.note { text += "note: \(note)\n" }
        text += "\n"
        text += Text.table(ExperimentText.arms(document))
        if let note = ExperimentText.armsNote(document) { text += note + "\n" }
        text += "\n"
        for pair in document.comparisons {
            text += ExperimentText.sentence(pair.a, pair.b, pair.result) + "\n"
            for flip in pair.result.flips { text += ExperimentText.line(flip) + "\n" }
        }
        for refusal in document.refusals { text += "\(refusal)\n" }
        for table in document.tables(methods: false) { text += "\n\(table.title)\n" + Text.table(table.rows) }
        if let unfinished = ExperimentText.unfinished(document) { text += "\n\(unfinished)\n" }
        return text
    }
}
