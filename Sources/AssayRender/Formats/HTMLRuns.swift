package import AssayCore

/// The stored runs, ready to be listed.
package struct RunList: Sendable {
    package var store: String
    /// The columns after the run's id.
    package var heading: [String]
    package var rows: [(id: String, cells: [String])]

    package init(store: String, heading: [String], rows: [(id: String, cells: [String])]) {
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
