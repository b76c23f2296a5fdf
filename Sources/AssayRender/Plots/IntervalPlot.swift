import AssayStatistics

/// Estimates with their intervals below each other: a forest plot.
struct IntervalPlot: Sendable {
    /// One estimate; its label stands above its line, so that a narrow page has room for both.
    struct Row: Sendable {
        let label: String
        /// The estimate in words, at the right end.
        let value: String
        let estimate: Double
        /// The interval; nil where there is none.
        let interval: Interval?
        /// The class of the row's colour, such as `improved` or `series-0`.
        let style: String
    }

    let rows: [Row]
    let axis: String
    /// The smallest domain; it grows with the data.
    let domain: ClosedRange<Double>
    /// Values of no consequence, shown as a band.
    var band: ClosedRange<Double>?
    /// The value at which nothing differs, shown as a line.
    var reference: Double?
    let label: @Sendable (Double) -> String

    private static let rowHeight = 46.0
    /// The height of the whole drawing.
    var height: Double { Double(rows.count) * Self.rowHeight + 50 }

    /// Draws the rows.
    var drawing: Markup {
        let ends = rows.flatMap { [$0.estimate, $0.interval?.low ?? $0.estimate, $0.interval?.high ?? $0.estimate] }
        let low = min(domain.lowerBound, ends.min() ?? 0), high = max(domain.upperBound, ends.max() ?? 1)
        let scale = Scale(low...high, to: (14, Plot.width - 18))
        let bottom = Double(rows.count) * Self.rowHeight + 8
        var all = Markup.empty
        if let band {
            let (from, to) = (scale(band.lowerBound), scale(band.upperBound))
            all += "<rect class=\"band\" x=\"\(from)\" y=\"4\" width=\"\(to - from)\" height=\"\(bottom - 4)\"/>\n"
        }
        all += Axis.bottom(scale, top: 4, bottom: bottom, title: axis, label: label)
        if let reference {
            all += "<line class=\"zero\" x1=\"\(scale(reference))\" x2=\"\(scale(reference))\" y1=\"4\" y2=\"\(bottom)\"/>\n"
        }
        for (number, row) in rows.enumerated() { all += draw(row, at: Double(number) * Self.rowHeight, scale) }
        return all
    }

    private func draw(_ row: Row, at top: Double, _ scale: Scale) -> Markup {
        let y = top + 35
        let room = 44 - row.value.count
        var all: Markup = """
            <text class="label halo" x="14" y="\(top + 20)">\(PageText.limited(row.label, max(10, room)))</text>\
            <text class="value halo \(row.style)" x="\(Plot.width - 14)" y="\(top + 20)" text-anchor="end">\(row.value)</text>

            """
        if let interval = row.interval {
            let (from, to) = (scale(interval.low), scale(interval.high))
            all += """
                <g class="mark \(row.style)"><line x1="\(from)" x2="\(to)" y1="\(y)" y2="\(y)"/><line x1="\(from)" x2="\(from)" y1="\(y - 5)" y2="\(y + 5)"/>\
                <line x1="\(to)" x2="\(to)" y1="\(y - 5)" y2="\(y + 5)"/></g>

                """
        }
        return all + "<circle class=\"dot \(row.style)\" cx=\"\(scale(row.estimate))\" cy=\"\(y)\" r=\"5.5\"/>\n"
    }
}
