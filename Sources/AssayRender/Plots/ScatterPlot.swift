import AssayStatistics

/// Points of two measures, of which the best trades are joined by a line: the Pareto front.
struct ScatterPlot: Sendable {
    /// One point with its interval up and down.
    struct Point: Sendable {
        let label: String
        let x: Double
        let y: Double
        let interval: Interval
        let isOnFront: Bool
        let style: String
    }

    let points: [Point]
    let axis: String

    static let height = 290.0
    private static let bottom = height - 44

    /// Draws the points over a share of 1.
    var drawing: Markup {
        let costs = points.map(\.x).filter { $0 > 0 }
        let (least, most) = (costs.min() ?? 1, costs.max() ?? 1)
        let isWide = most / least > 12
        let across = Scale(
            isWide ? least / 1.6...most * 1.6 : 0...most * 1.15, to: (44, Plot.width - 14), isWide ? .logarithmic : .linear)
        let up = Scale(0...1, to: (Self.bottom, 26))
        var all = Axis.shares(up)
        all += Axis.bottom(across, top: 26, bottom: Self.bottom, title: axis, label: Amount.short)
        all += "<text class=\"axis\" x=\"4\" y=\"13\">solve rate</text>\n"
        all += front(across, up)
        let drawn = points.sorted { $0.y < $1.y }
        for point in drawn { all += mark(point, across, up) }
        // Labels come last: no mark of another point crosses them.
        var labels = ScatterLabels()
        for point in drawn { all += label(point, at: (across(point.x), up(point.y)), &labels) }
        return all
    }

    private func front(_ across: Scale, _ up: Scale) -> Markup {
        let best = points.filter(\.isOnFront).sorted { $0.x < $1.x }
        guard best.count > 1, let first = best.first else { return .empty }
        var path: Markup = "M\(across(first.x)) \(up(first.y))"
        for point in best.dropFirst() { path += " H\(across(point.x)) V\(up(point.y))" }
        return "<path class=\"front\" d=\"\(path)\"/>\n"
    }

    private func mark(_ point: Point, _ across: Scale, _ up: Scale) -> Markup {
        let (x, y) = (across(point.x), up(point.y))
        return """
            <line class="mark thin \(point.style)" x1="\(x)" x2="\(x)" y1="\(up(point.interval.low))" y2="\(up(point.interval.high))"/>\
            <circle class="dot \(point.style)\(point.isOnFront ? "" : " hollow")" cx="\(x)" cy="\(y)" r="6.5"/>

            """
    }

    private func label(_ point: Point, at dot: (x: Double, y: Double), _ labels: inout ScatterLabels) -> Markup {
        let label = PageText.limited(point.label, 22)
        let place = labels.place(label, by: dot)
        return "<text class=\"label halo\" x=\"\(place.x)\" y=\"\(place.y)\" text-anchor=\"\(place.anchor)\">\(label)</text>\n"
    }
}
