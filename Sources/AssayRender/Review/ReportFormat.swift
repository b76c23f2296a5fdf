package import AssayCore
import AssaySupport

/// The forms in which a review report can be had.
package enum ReportFormat: String, Sendable, CaseIterable {
    case text, json, markdown, html, sarif, junit, ctrf, github

    /// The format that a file's name asks for, if it asks for one.
    package init?(fileName: String) {
        let endings: [(String, ReportFormat)] = [
            (".ctrf.json", .ctrf), (".sarif.json", .sarif), (".sarif", .sarif), (".json", .json), (".md", .markdown),
            (".html", .html), (".xml", .junit), (".txt", .text),
        ]
        guard let found = endings.first(where: { fileName.hasSuffix($0.0) }) else { return nil }
        self = found.1
    }

    /// Renders a report; as text, wrapped to a width, and only with `showsAll` each static finding by itself.
    package func render(_ report: ReviewReport, color: Bool = false, width: Int? = nil, showsAll: Bool = false) throws -> String {
        switch self {
        case .text: TerminalReport.render(report, color: color, width: width, showsAll: showsAll)
        case .json: try JSON.pretty(report) + "\n"
        case .markdown: MarkdownReport.render(report)
        case .html: ReviewPage.render(report)
        case .sarif: try SarifReport.render(report)
        case .junit: JUnitReport.render(report)
        case .ctrf: try CTRFReport.render(report)
        case .github: GitHubAnnotations.render(report)
        }
    }
}
