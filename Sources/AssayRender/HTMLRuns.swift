package import AssayCore

/// The list of stored runs as a page.
package enum HTMLRuns {
    /// One stored run in a list.
    package struct Row: Sendable {
        package var id: String
        package var cells: [String]
        package init(id: String, cells: [String]) {
            self.id = id
            self.cells = cells
        }
    }

    private struct Page {
        var title = "Runs"
        var store: String
        var empty: Bool
        var runs: [HTMLTable]
    }

    /// Renders the page; the heading names the columns after the run's id.
    package static func render(
        _ rows: [Row], heading: [String], store: String
    ) throws(HarnessError) -> String {
        let table = HTMLTable(
            [["run"] + heading] + rows.map { [$0.id] + $0.cells }, links: rows.map { "/run/\($0.id)" })
        return try HTMLTemplates.render(
            "runs", Page(store: store, empty: rows.isEmpty, runs: rows.isEmpty ? [] : [table]))
    }
}
