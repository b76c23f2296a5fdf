import AssaySupport

/// What a failed assertion says beside its first line: the difference as the test framework prints it, folded in the middle.
struct DifferenceText {
    /// How many lines are shown without folding, and how many of each end with it.
    private static let (most, head, tail) = (20, 10, 6)

    /// Whether all lines are shown.
    var isFull: Bool
    let paint: Paint

    /// Returns the lines of a message after the first: control sequences stripped, line breaks and columns kept.
    func lines(of message: String) -> [String] {
        var rest = TerminalText.clean(message).allLines.dropFirst().map { Self.plain(String($0)).trimmedEnd }
        while rest.first?.isEmpty == true { rest.removeFirst() }
        while rest.last?.isEmpty == true { rest.removeLast() }
        rest.removeAll(where: Self.isAdvice)
        return folded(rest).map(coloured)
    }

    /// A message for a page, which breaks its lines itself: without advice on the options of another program.
    static func text(of message: String) -> String {
        message.allLines.map { plain(String($0)).trimmedEnd }.filter { !isAdvice($0) && !$0.isEmpty }.joined(separator: "\n")
    }

    private static func isAdvice(_ line: String) -> Bool { ["Use -v to get more diff", "Use -v to get the full diff"].contains(line.trimmed) }

    /// Tabs take a terminal to columns of its own; advice on the options of another program is of no use here.
    private static func plain(_ line: String) -> String {
        line.replacing("\t", with: "    ").replacing(", use -vv to show", with: "").replacing(", use '-vv' to show", with: "")
    }

    private func folded(_ lines: [String]) -> [String] {
        guard !isFull, lines.count > Self.most else { return lines }
        return lines.prefix(Self.head) + ["… \(lines.count - Self.head - Self.tail) more lines; -v shows them"] + lines.suffix(Self.tail)
    }

    /// Green is what came, red what was expected, as diffs have them.
    private func coloured(_ line: String) -> String {
        let text = line.trimmed
        if text.hasPrefix("+ ") && !text.hasPrefix("+  where") && !text.hasPrefix("+ actual") { return paint.green(line) }
        if text.hasPrefix("- ") { return paint.red(line) }
        if text.hasPrefix("? ") || text.hasPrefix("… ") || text.allSatisfy({ $0 == "^" || $0 == " " }) { return paint.dim(line) }
        return line
    }
}
