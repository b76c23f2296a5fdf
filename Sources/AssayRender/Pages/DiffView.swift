import AssaySupport

/// A unified difference as a table of lines with their numbers: below each other, or old and new side by side.
enum DiffView {
    /// The most lines that are shown; the rest is said.
    private static let most = 4000

    private enum Kind { case file, hunk, added, removed, same }

    /// A line with its numbers in the old and the new file.
    private struct Line {
        let kind: Kind
        let text: String
        let old: Int
        let new: Int
    }

    /// Renders a difference, coloured and with signs.
    static func unified(_ text: String) -> Markup {
        box(
            lines(of: text).map { line -> Markup in
                switch line.kind {
                case .file: "<tr class=\"file\"><td class=\"n\"></td><td class=\"n\"></td><td>\(line.text)</td></tr>\n"
                case .hunk: "<tr class=\"hunk\"><td class=\"n\"></td><td class=\"n\"></td><td>\(line.text)</td></tr>\n"
                case .added: "<tr class=\"add\"><td class=\"n\"></td><td class=\"n\">\(line.new)</td><td>\(line.text)</td></tr>\n"
                case .removed: "<tr class=\"del\"><td class=\"n\">\(line.old)</td><td class=\"n\"></td><td>\(line.text)</td></tr>\n"
                case .same: "<tr><td class=\"n\">\(line.old)</td><td class=\"n\">\(line.new)</td><td>\(line.text)</td></tr>\n"
                }
            }, name: "Difference", style: "diff")
    }

    /// Renders a difference with the old lines to the left of the new ones.
    static func sides(_ text: String) -> Markup {
        var rows: [Markup] = []
        var (removed, added): ([Line], [Line]) = ([], [])
        func close() {
            for place in 0..<max(removed.count, added.count) {
                rows.append("<tr>\(side(place < removed.count ? removed[place] : nil, "del"))\(side(place < added.count ? added[place] : nil, "add"))</tr>\n")
            }
            (removed, added) = ([], [])
        }
        for line in lines(of: text) {
            switch line.kind {
            case .removed: removed.append(line)
            case .added: added.append(line)
            case .file, .hunk:
                close()
                rows.append("<tr class=\"\(line.kind == .file ? "file" : "hunk")\"><td class=\"n\"></td><td colspan=\"3\">\(line.text)</td></tr>\n")
            case .same:
                close()
                rows.append("<tr><td class=\"n\">\(line.old)</td><td>\(line.text)</td><td class=\"n\">\(line.new)</td><td>\(line.text)</td></tr>\n")
            }
        }
        close()
        return box(rows, name: "Difference side by side", style: "diff sides-by-side")
    }

    private static func side(_ line: Line?, _ style: String) -> Markup {
        guard let line else { return "<td class=\"n\"></td><td></td>" }
        return "<td class=\"n\">\(style == "del" ? line.old : line.new)</td><td class=\"\(style)\">\(line.text)</td>"
    }

    private static func box(_ rows: [Markup], name: String, style: String) -> Markup {
        "<div class=\"\(style)\" tabindex=\"0\" role=\"region\" aria-label=\"\(name)\"><table aria-label=\"\(name)\"><tbody>\n\(rows)</tbody></table></div>"
    }

    private static func lines(of text: String) -> [Line] {
        var (old, new) = (0, 0)
        let all = text.unicodeLines
        var lines = all.prefix(most).map { part -> Line in
            let text = String(part)
            let kind = kind(text)
            if kind == .hunk { (old, new) = starts(text) }
            defer {
                if kind == .removed || kind == .same { old += 1 }
                if kind == .added || kind == .same { new += 1 }
            }
            return Line(kind: kind, text: text, old: old, new: new)
        }
        if all.count > most { lines.append(Line(kind: .hunk, text: "\(all.count - most) more lines", old: 0, new: 0)) }
        return lines
    }

    private static func kind(_ line: String) -> Kind {
        if ["+++ ", "--- ", "diff ", "index ", "new file", "deleted file"].contains(where: line.hasPrefix) { return .file }
        if line.hasPrefix("@@") { return .hunk }
        return line.hasPrefix("+") ? .added : line.hasPrefix("-") ? .removed : .same
    }

    /// The first line numbers of a hunk, `@@ -12,3 +14,5 @@`.
    private static func starts(_ line: String) -> (Int, Int) {
        let numbers = line.split(separator: " ").dropFirst().prefix(2).map { part in Int(part.dropFirst().prefix { $0.isNumber }) ?? 1 }
        return (numbers.first ?? 1, numbers.count > 1 ? numbers[1] : 1)
    }
}
