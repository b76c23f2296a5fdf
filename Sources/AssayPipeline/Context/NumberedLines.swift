import AssaySupport

/// Lines of a file with their numbers, as prompts show them: ` 12| text`.
enum NumberedLines {
    /// What one line costs beside its text, in bytes: its number, the bar, a blank and the line feed.
    static let cost = 7

    /// Returns a whole text with numbers.
    static func whole(_ text: String) -> String {
        var lines = text.allLines
        if lines.last?.isEmpty == true { lines.removeLast() }
        return some(lines, Set(lines.indices))
    }

    /// Returns some lines with their numbers, and `…` in the place of those left out.
    static func some(_ lines: [Substring], _ shown: Set<Int>) -> String {
        let width = String(lines.count).utf8.count
        var text = ""
        var last = -1
        for index in shown.sorted() {
            if index != last + 1 { text += "…\n" }
            text += Text.pad(String(index + 1), width, left: true) + "| " + lines[index] + "\n"
            last = index
        }
        return text + (last < lines.count - 1 ? "…\n" : "")
    }

    /// Returns lines without the numbers that a model copied with them, where all of them have one.
    static func removed(from lines: [String]) -> [String] {
        let plain = lines.compactMap { $0.wholeMatch(of: /\s*[0-9]+\| ?(.*)/).map { String($0.output.1) } }
        return plain.count == lines.count && !lines.isEmpty ? plain : lines
    }
}
