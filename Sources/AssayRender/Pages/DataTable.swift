/// A table with a caption and headings that readers of a screen announce; it scrolls in its own box where it is too wide, and on a phone
/// each row of one with many columns stands as lines below each other.
struct DataTable: Sendable {
    /// What a column holds.
    struct Column: Sendable {
        let title: String
        /// Whether it holds numbers, which stand to the right and are sorted by size.
        var isNumber = false
    }
    /// What stands in one cell.
    struct Cell: Sendable {
        let content: Markup
        /// The value by which it is sorted; nil where its text is.
        var key: Double?
        /// Whether it is a sentence, which may take several lines.
        var isLong = false

        /// The most characters of a text that stays on one line.
        private static let short = 36

        init(_ text: String) { (content, isLong) = (.text(text), text.count > Self.short) }
        init(_ content: Markup, key: Double? = nil) { (self.content, self.key) = (content, key) }
        init(_ number: Int) { (content, key) = (.text(Amount.grouped(number)), Double(number)) }
    }
    /// One row; the first cell names it.
    struct Row: Sendable {
        let cells: [Cell]
        /// The values by which filters choose it, by their name.
        var facets: [(name: String, value: String)] = []
    }

    let caption: String
    let columns: [Column]
    let rows: [Row]
    /// The identifier by which a filter finds it; nil where there is none.
    var id: String?
    /// Whether a reader can sort it by its columns, where scripts run.
    var isSortable = false
    /// Whether the caption is only for readers of a screen, because a heading says the same.
    var hidesCaption = false

    /// A table of plain text, whose first row holds the headings.
    init(_ rows: [[String]], caption: String, numbers: Set<Int> = []) {
        self.caption = caption
        columns = (rows.first ?? []).enumerated().map { Column(title: $1, isNumber: numbers.contains($0)) }
        self.rows = rows.dropFirst().map { Row(cells: $0.map { Cell($0) }) }
    }

    /// A table of rows under titled columns.
    init(_ columns: [Column], _ rows: [Row], caption: String, id: String? = nil, isSortable: Bool = false, hidesCaption: Bool = false) {
        (self.columns, self.rows, self.caption, self.id) = (columns, rows, caption, id)
        (self.isSortable, self.hidesCaption) = (isSortable, hidesCaption)
    }

    /// Whether it is only as wide as its content.
    private var isNarrow = false

    /// The table, only as wide as its content.
    var narrow: DataTable {
        var table = self
        table.isNarrow = true
        return table
    }

    /// The fewest columns that do not stand side by side on a phone.
    private static let fewestStacked = 4
    private var isStacked: Bool { columns.count >= Self.fewestStacked }
    private var classes: String { [isNarrow ? "narrow" : nil, isStacked ? "stack" : nil].compactMap(\.self).joined(separator: " ") }

    /// The table in a box of its own.
    var markup: Markup {
        let name: Markup = id.map { " id=\"\($0)\"" } ?? ""
        let heading = columns.map { column -> Markup in "<th scope=\"col\"\(number(column))>\(column.title)</th>" }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table\(name)\(classes.isEmpty ? "" : " class=\"\(classes)\"" as Markup)\(isSortable ? " data-sortable" as Markup : "")>
            <caption\(hidesCaption ? " class=\"unseen\"" as Markup : "")>\(caption)</caption>
            <thead><tr>\(heading)</tr></thead>
            <tbody>
            \(rows.map(row))</tbody></table></div>

            """
    }

    private func number(_ column: Column) -> Markup { column.isNumber ? " class=\"number\"" : "" }

    private func row(_ row: Row) -> Markup {
        let facets = row.facets.map { " data-\($0.name)=\"\($0.value)\"" as Markup }
        let cells = zip(columns, row.cells).enumerated().map { place, pair -> Markup in
            let (column, cell) = pair
            let key: Markup = cell.key.map { " data-key=\"\($0.description)\"" } ?? ""
            let label: Markup = isStacked ? " data-label=\"\(column.title)\"" : ""
            return place == 0
                ? "<th scope=\"row\"\(key)>\(cell.content)</th>"
                : "<td\(cell.isLong ? " class=\"long\"" : number(column))\(key)\(label)>\(cell.content)</td>"
        }
        return "<tr\(facets)>\(cells)</tr>\n"
    }
}
