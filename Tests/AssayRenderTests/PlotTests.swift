import Testing

@testable import AssayRender

@Suite struct PlotTests {
    @Test(
        "marks of an axis are round numbers inside of it",
        arguments: [
            (0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]), (-24, 24, [-20, -10, 0, 10, 20]), (0, 3, [0, 1, 2, 3]), (0, 34_160, [0, 10_000, 20_000, 30_000]),
        ])
    func linear(_ low: Double, _ high: Double, _ expected: [Double]) {
        let ticks = Ticks.linear(low...high, about: 5)
        #expect(ticks.count == expected.count && zip(ticks, expected).allSatisfy { abs($0 - $1) < 1e-9 * max(1, abs($1)) }, "\(ticks)")
    }

    @Test("marks of a logarithmic axis are 1, 2 and 5 times powers of ten")
    func logarithmic() { #expect(Ticks.logarithmic(90...2500) == [100, 200, 500, 1000, 2000]) }

    @Test("what has no extent, or is no number, draws no marks and lies in the middle", arguments: [0.0, 7, -3])
    func flat(_ value: Double) {
        #expect(Scale(value...value, to: (0, 100))(value) == 50)
        #expect(Ticks.linear(value...value, about: 5).isEmpty)
        #expect(Coordinate.text(.nan) == "0" && Coordinate.text(.infinity) == "0")
    }

    @Test("values lie where they belong, and those outside at the ends")
    func scale() {
        let scale = Scale(0...1, to: (14, 342))
        #expect(scale(0) == 14 && scale(0.5) == 178 && scale(1) == 342 && scale(2) == 342 && scale(-1) == 14)
        let wide = Scale(1...100, to: (0, 100), .logarithmic)
        #expect(abs(wide(10) - 50) < 1e-9)
    }

    @Test("labels of points that lie close together do not cover each other, and stay inside of the drawing")
    func labels() {
        var labels = ScatterLabels()
        let boxes = [("single-pass", 160.0, 120.0), ("best-of-n", 215, 120), ("another", 218, 122), ("multi-step", 330, 90)].map { label, x, y in
            let place = labels.place(label, by: (x, y))
            let width = Double(label.count) * 7
            return (left: place.anchor == "start" ? place.x : place.x - width, right: place.anchor == "start" ? place.x + width : place.x, y: place.y)
        }
        #expect(boxes.allSatisfy { $0.left >= 0 && $0.right <= Plot.width }, "\(boxes)")
        for (number, one) in boxes.enumerated() {
            for other in boxes.dropFirst(number + 1) {
                #expect(one.right <= other.left || other.right <= one.left || abs(one.y - other.y) >= 12, "\(one) \(other)")
            }
        }
    }

    @Test("amounts are short and keep their meaning")
    func amounts() {
        #expect(Amount.short(34_160) == "34.2 k" && Amount.short(512) == "512" && Amount.short(1_250_000) == "1.25 M")
        #expect(Amount.grouped(34_160) == "34\u{202F}160" && Amount.grouped(-1234) == "−1234" && Amount.grouped(1_000_000) == "1\u{202F}000\u{202F}000")
        #expect(Amount.time(0.0004) == "< 1 ms" && Amount.time(12.34) == "12.3 s" && Amount.time(1800) == "30 min" && Amount.time(3661) == "1 h 1 min")
        #expect(Amount.points(0.0833) == "+8.33" && Amount.points(-0.5) == "−50" && Amount.points(0) == "±0")
        #expect(Amount.percent(1.0 / 3) == "33.3\u{A0}%")
    }

    @Test("an estimate without an interval is a point, and a band stands for what is of no consequence")
    func interval() {
        let plot = IntervalPlot(
            rows: [.init(label: "b", value: "+50", estimate: 0.5, interval: nil, style: "improved")], axis: "points", domain: -0.1...0.1, band: -0.05...0.05,
            reference: 0, label: { Amount.points($0) })
        let drawing = plot.drawing.html
        #expect(drawing.contains("<circle class=\"dot improved\"") && !drawing.contains("class=\"mark") && drawing.contains("class=\"band\""))
    }

    @Test("only literals are markup")
    func markup() {
        let name = "<i>\"'&"
        #expect(("<b title=\"\(name)\">\(name)</b>\(1)" as Markup).html == "<b title=\"&lt;i&gt;&quot;&#39;&amp;\">&lt;i&gt;&quot;&#39;&amp;</b>1")
        #expect((["a", "b"] as [Markup]).joined(", ").html == "a, b")
    }
}
