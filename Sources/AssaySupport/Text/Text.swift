/// Small formatting that FoundationEssentials leaves out.
package enum Text {
    /// Formats with a fixed number of decimals.
    package static func decimal(_ value: Double, _ digits: Int = 2) -> String {
        guard value.isFinite else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = Int64(scaled / scale)
        var text = (value < 0 && scaled > 0 ? "-" : "") + "\(whole)"
        if digits > 0 {
            let fraction = "\(Int64(scaled - Double(whole) * scale))"
            text += "." + String(repeating: "0", count: digits - fraction.count) + fraction
        }
        return text
    }

    /// Formats a share as a percentage.
    package static func percent(_ value: Double) -> String { decimal(value * 100, 1) + " %" }

    /// Pads to a width, counting the columns of a terminal.
    package static func pad(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.columns))
        return left ? space + text : text + space
    }

    /// Words as a shell reads them.
    package static func shellLine(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 128 && (character.isLetter || character.isNumber) || "-._/=:@,+".utf8.contains(byte)
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// Lays out rows as columns; the first row is the heading.
    ///
    /// Where the columns do not fit into a width, each row becomes a block of lines, a heading before each value.
    package static func table(_ rows: [[String]], width: Int? = nil) -> String {
        guard let columns = rows.first?.count else { return "" }
        let widths = (0..<columns).map { column in rows.map { $0[column].columns }.max() ?? 0 }
        if let width, widths.reduce(0, +) + 2 * (columns - 1) > width { return blocks(rows, width: width) }
        var lines = rows.map { row in
            zip(row, widths).map { pad($0, $1) }.joined(separator: "  ")
        }
        lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
        return lines.map { $0.trimmedEnd }.joined(separator: "\n") + "\n"
    }

    private static func blocks(_ rows: [[String]], width: Int) -> String {
        guard let heading = rows.first else { return "" }
        var lines: [String] = []
        for row in rows.dropFirst() {
            lines += wrapped(row[0], width: width, hanging: "  ")
            for (name, value) in zip(heading, row).dropFirst() where !value.isEmpty {
                lines += wrapped("  \(name.isEmpty ? "" : name + ": ")\(value)", width: width, hanging: "    ")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    /// The string without trailing spaces.
    package var trimmedEnd: String {
        var view = Substring(self)
        while view.last == " " { view.removeLast() }
        return String(view)
    }

    /// The string without white space at either end.
    package var trimmed: String {
        var view = Substring(self)
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}

extension Duration {
    /// The duration in seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
