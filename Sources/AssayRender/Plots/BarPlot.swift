/// Bars below each other, each of several parts: stacked, or side by side to be compared.
struct BarPlot: Sendable {
    /// A part of a bar.
    struct Part: Sendable {
        let name: String
        let value: Double
        let style: String
    }
    /// The parts of one bar, with the bar's name.
    struct Bar: Sendable {
        let label: String
        let parts: [Part]
        var total: Double { parts.reduce(0) { $0 + $1.value } }
    }

    let bars: [Bar]
    let axis: String
    /// Whether parts follow each other in one bar, or have a line each.
    let isStacked: Bool
    let label: @Sendable (Double) -> String
    /// What stands at a mark of the axis.
    var tick: @Sendable (Double) -> String = Amount.short

    private func lines(_ bar: Bar) -> Double { isStacked ? 24 : Double(bar.parts.count) * 14 }
    /// The height of the whole drawing.
    var height: Double { bars.reduce(0) { $0 + lines($1) + 30 } + 46 }

    /// Draws the bars.
    var drawing: Markup {
        let most = bars.map { bar in isStacked ? bar.total : bar.parts.map(\.value).max() ?? 0 }.max() ?? 0
        let scale = Scale(0...max(most, 1e-9), to: (14, Plot.width - (isStacked ? 20 : 44)))
        let bottom = height - 42
        var all = Axis.bottom(scale, top: 4, bottom: bottom, title: axis, ticks: scale.ticks.filter { isStacked || $0 == $0.rounded() }, label: tick)
        var top = 0.0
        for bar in bars {
            all += "<text class=\"label\" x=\"14\" y=\"\(top + 20)\">\(PageText.limited(bar.label, 34))</text>"
            if isStacked { all += "<text class=\"value\" x=\"\(Plot.width - 14)\" y=\"\(top + 20)\" text-anchor=\"end\">\(label(bar.total))</text>\n" }
            all += isStacked ? stacked(bar, at: top + 27, scale) : beside(bar, at: top + 27, scale)
            top += lines(bar) + 30
        }
        return all
    }

    private func stacked(_ bar: Bar, at top: Double, _ scale: Scale) -> Markup {
        var sum = 0.0
        return bar.parts.filter { $0.value > 0 }.map { part -> Markup in
            let (from, to) = (scale(sum), scale(sum + part.value))
            sum += part.value
            let fits = to - from > Double(part.name.count) * 6.6 + 8
            let name: Markup = fits ? "<text class=\"inside\" x=\"\((from + to) / 2)\" y=\"\(top + 16)\" text-anchor=\"middle\">\(part.name)</text>" : ""
            return """
                <g><title>\(part.name): \(label(part.value))</title><rect class="bar \(part.style)" x="\(from)" y="\(top)" width="\(max(to - from - 1, 0.5))" height="24"/>\(name)</g>

                """
        }.joined()
    }

    private func beside(_ bar: Bar, at top: Double, _ scale: Scale) -> Markup {
        bar.parts.enumerated().map { number, part -> Markup in
            let y = top + Double(number) * 14
            return """
                <g><title>\(part.name): \(label(part.value))</title><rect class="bar \(part.style)" x="14" y="\(y)" width="\(max(scale(part.value) - 14, 1))" height="12"/>\
                <text class="tick" x="\(max(scale(part.value), 15) + 5)" y="\(y + 10)">\(label(part.value))</text></g>

                """
        }.joined()
    }
}
