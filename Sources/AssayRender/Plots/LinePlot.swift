/// Thin lines over a common axis, such as one for each attempt, and thick ones for what they have in common.
struct LinePlot: Sendable {
    /// One line.
    struct Line: Sendable {
        let name: String
        let points: [(x: Double, y: Double)]
        let style: String
        var isThick = false
    }

    let lines: [Line]
    let across: ClosedRange<Double>
    let axis: String
    /// The title of the axis up the left side, whose values are shares of 1.
    let upwards: String
    /// Where the bottom is marked; nil for round values.
    var ticks: [Double]?
    let label: @Sendable (Double) -> String

    static let height = 260.0

    /// Draws thin lines first.
    var drawing: Markup {
        let bottom = Self.height - 44
        let x = Scale(across, to: (48, Plot.width - 18))
        let y = Scale(0...1, to: (bottom, 26))
        var all = Axis.shares(y)
        all += Axis.bottom(x, top: 26, bottom: bottom, title: axis, ticks: ticks, label: label)
        all += "<text class=\"axis\" x=\"4\" y=\"13\">\(upwards)</text>\n"
        for line in lines.filter({ !$0.isThick }) + lines.filter(\.isThick) {
            let places = line.points.map { "\(x($0.x)),\(y($0.y))" as Markup }.joined(" ")
            all += "<g class=\"\(line.isThick ? "thick" : "thread") \(line.style)\"><title>\(line.name)</title><polyline points=\"\(places)\"/>"
            if line.isThick || line.points.count == 1 {
                for point in line.points { all += "<circle cx=\"\(x(point.x))\" cy=\"\(y(point.y))\" r=\"\(line.isThick ? 4 : 2)\"/>" }
            }
            all += "</g>\n"
        }
        return all
    }
}
