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

    /// What is left of a hunk, by whose numbers its lines are told from headers: a removed `-- x` looks like one.
    private struct Hunk {
        var (old, new) = (0, 0)
        var (oldLeft, newLeft) = (0, 0)

        init() {}

        /// Reads a header, `@@ -12,3 +14,5 @@`; one number alone stands for one line.
        init(_ header: String) {
            let parts = header.split(separator: " ").dropFirst().prefix(2).map { $0.dropFirst().split(separator: ",").map { Int($0) ?? 1 } }
            guard parts.count == 2, let oldStart = parts[0].first, let newStart = parts[1].first else { return }
            (old, new) = (oldStart, newStart)
            (oldLeft, newLeft) = (parts[0].count > 1 ? parts[0][1] : 1, parts[1].count > 1 ? parts[1][1] : 1)
        }

        /// The next line with its numbers.
        mutating func line(_ text: String) -> Line {
            let line = Line(kind: kind(text), text: text, old: old, new: new)
            if line.kind == .removed || line.kind == .same { (old, oldLeft) = (old + 1, oldLeft - 1) }
            if line.kind == .added || line.kind == .same { (new, newLeft) = (new + 1, newLeft - 1) }
            return line
        }

        private func kind(_ text: String) -> Kind {
            // Git's remark on a file without a newline at its end.
            if text.hasPrefix("\\ ") { return .hunk }
            if oldLeft <= 0, newLeft <= 0 { return .file }
            return text.hasPrefix("+") ? .added : text.hasPrefix("-") ? .removed : .same
        }
    }

    private static func lines(of text: String) -> [Line] {
        var hunk = Hunk()
        let all = text.withFinalNewline.allLines.dropLast()
        var lines = all.prefix(most).map { part -> Line in
            let text = String(part)
            guard text.hasPrefix("@@") else { return hunk.line(text) }
            hunk = Hunk(text)
            return Line(kind: .hunk, text: text, old: 0, new: 0)
        }
        if all.count > most { lines.append(Line(kind: .hunk, text: "\(all.count - most) more lines", old: 0, new: 0)) }
        return lines
    }
}
