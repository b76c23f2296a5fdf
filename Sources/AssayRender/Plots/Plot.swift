/// A drawing with its name, a description for those who do not see it, and its numbers as a table one click away.
struct Plot: Sendable {
    /// The width of every drawing in its own units, of which a letter is twelve high.
    static let width = 360.0

    /// The class of the colour of a series; the style sheet has seven.
    static func series(_ number: Int) -> String { "series-\(number % 7)" }

    /// A short name that is part of identifiers, such as `forest`.
    let id: String
    let title: String
    /// What there is to see, in a sentence.
    let description: String
    let height: Double
    let drawing: Markup
    let data: DataTable
    /// What colours and marks mean; empty where the drawing says it.
    var legend: Markup = .empty
    /// A sentence below the title for everyone; empty where none is needed.
    var note = ""

    /// The figure with its data.
    var markup: Markup {
        """
        <figure class="plot" id="\(id)"><figcaption><h3>\(title)</h3>\(note.isEmpty ? "" : "<p class=\"note\">\(note)</p>" as Markup)\(legend)</figcaption>
        <div class="scroll" tabindex="0" role="group" aria-label="\(title): drawing"><svg viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="\(id)-title \(id)-desc">\
        <title id="\(id)-title">\(title)</title><desc id="\(id)-desc">\(description)</desc>
        \(drawing)</svg></div>
        <details class="data"><summary>Data of this plot</summary>\(data.markup)</details></figure>

        """
    }
}

/// Lines and labels of axes.
enum Axis {
    /// Marks along the bottom, each with a line up to the top of the plot.
    static func bottom(_ scale: Scale, top: Double, bottom: Double, title: String, ticks: [Double]? = nil, label: (Double) -> String) -> Markup {
        let marks = (ticks ?? scale.ticks).map { value -> Markup in
            let x = scale(value)
            return
                "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(top)\" y2=\"\(bottom)\"/><text class=\"tick\" x=\"\(x)\" y=\"\(bottom + 17)\" text-anchor=\"middle\">\(label(value))</text>\n"
        }
        let middle = (scale.range.from + scale.range.to) / 2
        return "\(marks)<text class=\"axis\" x=\"\(middle)\" y=\"\(bottom + 32)\" text-anchor=\"middle\">\(title)</text>\n"
    }

    /// Shares of 1 up the left side, each with a line to the right end of the plot.
    static func shares(_ scale: Scale) -> Markup {
        let (left, right) = (44.0, Plot.width - 14)
        return [0, 0.25, 0.5, 0.75, 1].map { value -> Markup in
            let y = scale(value)
            return
                "<line class=\"grid\" x1=\"\(left)\" x2=\"\(right)\" y1=\"\(y)\" y2=\"\(y)\"/><text class=\"tick\" x=\"\(left - 6)\" y=\"\(y + 4)\" text-anchor=\"end\">\(Amount.percent(value))</text>\n"
        }.joined()
    }
}
