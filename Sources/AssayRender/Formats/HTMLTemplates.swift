import AssayCore
import AssayExperiments
import AssaySupport
import Mustache

/// The pages' templates, which the static report and the dashboard share.
enum HTMLTemplates {
    private static let sources: [String: [UInt8]] = [
        "layout": PackageResources.layout_mustache,
        "table": PackageResources.table_mustache,
        "experiment": PackageResources.experiment_mustache,
        "report": PackageResources.report_mustache,
        "runs": PackageResources.runs_mustache,
        "attempt": PackageResources.attempt_mustache,
    ]

    /// Fills in one page; every value is escaped by the template engine.
    static func render(_ name: String, _ page: Any) throws(HarnessError) -> String {
        do {
            let templates = try sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) }
            return MustacheLibrary(templates: templates).render(page, withTemplate: name) ?? ""
        } catch {
            throw HarnessError(.storage, "the page '\(name)' is malformed: \(error)")
        }
    }
}

/// A table for the template of the same name.
struct HTMLTable {
    struct Cell {
        var text: String
        var link: String?
    }
    struct Row {
        var cells: [Cell]
    }
    var title = ""
    var heading: [String]
    var rows: [Row]

    /// Makes a table of untrusted text; the first row is the heading, links go with the first column.
    init(_ rows: [[String]], title: String = "", links: [String?] = []) {
        self.title = TerminalText.line(title)
        heading = (rows.first ?? []).map { TerminalText.line($0) }
        self.rows = rows.dropFirst().enumerated().map { number, row in
            Row(
                cells: row.enumerated().map { column, text in
                    Cell(
                        text: TerminalText.line(text),
                        link: column == 0 && number < links.count ? links[number] : nil)
                })
        }
    }
}
