import AssayCore
package import AssayExperiments
import AssaySupport

/// The formats in which a stored run can be written.
package enum ExperimentFormat: String, Sendable, CaseIterable {
    case markdown, html, json, csv, junit, ctrf, humaneval, evalplus
    case multiPLE = "multipl-e"
    case inspect

    /// The format that a file's name asks for, if it asks for one.
    package init?(fileName: String) {
        let endings: [(String, ExperimentFormat)] = [
            (".ctrf.json", .ctrf), (".inspect.json", .inspect), (".eval_results.json", .evalplus), (".json", .json), (".jsonl", .humaneval),
            (".md", .markdown), (".html", .html), (".xml", .junit), (".csv", .csv),
        ]
        guard let found = endings.first(where: { fileName.hasSuffix($0.0) }) else { return nil }
        self = found.1
    }

    /// Whether one document is about one arm, because the format knows no arms.
    package var isOfOneArm: Bool { [.humaneval, .evalplus, .multiPLE, .inspect].contains(self) }

    /// Renders a run, or what `document.only` leaves of it, as one document; `attempts` are all attempts of the document.
    ///
    /// MultiPL-E wants a folder of files instead: `MultiPLEResults.files`.
    package func render(_ document: ExperimentDocument, _ attempts: [ExportedAttempt], command: String) throws -> String {
        let done = attempts.filter { $0.measured.result.status == .done }
        return switch self {
        case .markdown: MarkdownExperiment.render(document, command: command)
        case .html: RunPage.render(document, command: command)
        case .json: try ExperimentJSON.render(document)
        case .csv: ExperimentCSV.render(document)
        case .junit: JUnitExperiment.render(document, attempts)
        case .ctrf: try CTRFExperiment.render(document, attempts)
        case .humaneval: try HumanEvalResults.render(done, judged: document.judged)
        case .evalplus: try EvalPlusResults.render(document, done)
        case .inspect: try InspectLog.render(document, done)
        case .multiPLE: try MultiPLEResults.files(document, done).map { try JSON.line([$0.name: $0.text]) }.joined(separator: "\n")
        }
    }
}
