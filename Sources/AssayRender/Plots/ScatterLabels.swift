/// Places for the labels of points, none of which covers another label where there is room.
struct ScatterLabels: Sendable {
    /// Where a label stands.
    struct Place: Sendable {
        let x: Double
        let y: Double
        let anchor: String
    }

    /// A label's box.
    private struct Box {
        let left, right, top, bottom: Double

        func overlaps(_ other: Box) -> Bool { left < other.right && other.left < right && top < other.bottom && other.top < bottom }
    }

    /// The width of a bold letter and the height of a line, in the units of a drawing.
    private static let (letter, line) = (7.4, 14.0)
    private var taken: [Box] = []

    /// Chooses a place beside a point: above it to the right, else to the left, else below, and then further up.
    mutating func place(_ label: String, by point: (x: Double, y: Double)) -> Place {
        let width = Double(label.count) * Self.letter
        var choices: [(across: Double, y: Double)] = []
        for down in [-9.0, 19, -23, 33] { choices += [(12, point.y + down), (-12, point.y + down)] }
        let boxes = choices.map { choice in
            let from = choice.across > 0 ? point.x + choice.across : point.x + choice.across - width
            return Box(left: from, right: from + width, top: choice.y - Self.line + 3, bottom: choice.y + 3)
        }
        let inside = boxes.indices.filter { index in boxes[index].left > 44 && boxes[index].right < Plot.width - 2 && boxes[index].top > 16 }
        let free = inside.first { index in !taken.contains { $0.overlaps(boxes[index]) } } ?? inside.first ?? 0
        taken.append(boxes[free])
        let anchor = choices[free].across > 0 ? "start" : "end"
        return Place(x: point.x + choices[free].across, y: choices[free].y, anchor: anchor)
    }
}
