package import AssayCore

/// The stored runs as a table.
package struct RunList: Sendable {
    /// One run of the list.
    package struct Row: Sendable {
        /// The run's id.
        package let id: String
        /// The texts of the columns after the id, one for each heading.
        package let cells: [String]

        /// Makes the row of a run.
        package init(id: String, cells: [String]) {
            self.id = id
            self.cells = cells
        }
    }

    /// The path of the database.
    package let store: String
    /// The headings of the columns after the run's id.
    package let heading: [String]
    /// The rows, the newest run first.
    package let rows: [Row]

    /// Makes a table of rows under the given headings.
    package init(store: String, heading: [String], rows: [Row]) {
        self.store = store
        self.heading = heading
        self.rows = rows
    }
}

/// The list of stored runs as a page.
package enum HTMLRuns {
    private struct Page {
        var title = "Runs"
        var store: String
        var empty: Bool
        var runs: [HTMLTable]
    }

    /// Renders the page; `address` says where a run's own page is.
    package static func render(
        _ list: RunList, address: (String) -> String
    ) throws(HarnessError) -> String {
        let rows = list.rows
        let table = HTMLTable(
            [["run"] + list.heading] + rows.map { [$0.id] + $0.cells }, links: rows.map { address($0.id) })
        return try HTMLTemplates.render(
            "runs", Page(store: list.store, empty: rows.isEmpty, runs: rows.isEmpty ? [] : [table]))
    }
}
