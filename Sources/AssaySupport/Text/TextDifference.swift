/// Shows how texts differ, in the unified format of diff(1).
package enum TextDifference {
    /// The number of unchanged lines around a change.
    private static let around = 3
    /// Longer texts are not compared line by line: that is quadratic at its worst.
    private static let mostLines = 20_000

    /// Returns the differences of the files of two trees, each with its name; what is beyond `limit` characters is left out, and said.
    ///
    /// Where it `isNumbered`, each line begins with its number in the new file, for readers who are to name a line.
    package static func unified(from old: FileTree, to new: FileTree, isNumbered: Bool = false, limit: Int = .max) -> String {
        var text = ""
        for path in Set(old.paths + new.paths).sorted() where old.entries[path] != new.entries[path] {
            let name = TerminalText.line(path)
            text += "--- \(old.contains(path) ? "a/\(name)" : "/dev/null")\n+++ \(new.contains(path) ? "b/\(name)" : "/dev/null")\n"
            if let before = old[path] ?? (old.contains(path) ? nil : ""), let after = new[path] ?? (new.contains(path) ? nil : "") {
                text += hunks(from: before, to: after, isNumbered: isNumbered)
            } else {
                text += "(not a text)\n"
            }
            if text.utf8.count > limit { return String(text.prefix(limit)) + "\n(the rest is left out)\n" }
        }
        return text
    }

    /// Returns the hunks between two texts; empty where they are equal.
    package static func hunks(from old: String, to new: String, isNumbered: Bool = false) -> String {
        let (before, after) = (lines(old), lines(new))
        guard before.count + after.count <= mostLines else { return "(too long to be compared line by line)\n" }
        let change = after.difference(from: before)
        var removed = Set<Int>(), inserted = Set<Int>()
        for step in change {
            switch step {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        return text(of: rows(before, after, removed: removed, inserted: inserted), isNumbered: isNumbered)
    }

    /// A line of both texts side by side: its mark, its text, and the numbers of lines before it on either side.
    private struct Row {
        let mark: Character
        let text: Substring
        let old: Int
        let new: Int
    }

    private static func rows(_ before: [Substring], _ after: [Substring], removed: Set<Int>, inserted: Set<Int>) -> [Row] {
        var rows: [Row] = []
        var (old, new) = (0, 0)
        while old < before.count || new < after.count {
            if old < before.count, removed.contains(old) {
                rows.append(Row(mark: "-", text: before[old], old: old, new: new))
                old += 1
            } else if new < after.count, inserted.contains(new) {
                rows.append(Row(mark: "+", text: after[new], old: old, new: new))
                new += 1
            } else if old < before.count, new < after.count {
                rows.append(Row(mark: " ", text: before[old], old: old, new: new))
                (old, new) = (old + 1, new + 1)
            } else {
                break
            }
        }
        return rows
    }

    private static func text(of rows: [Row], isNumbered: Bool) -> String {
        let changed = rows.indices.filter { rows[$0].mark != " " }
        var text = ""
        var index = 0
        while index < changed.count {
            var last = index
            while last + 1 < changed.count, changed[last + 1] - changed[last] <= 2 * around { last += 1 }
            let hunk = rows[max(0, changed[index] - around)...min(rows.count - 1, changed[last] + around)]
            let (oldCount, newCount) = (hunk.count { $0.mark != "+" }, hunk.count { $0.mark != "-" })
            guard let first = hunk.first else { break }
            // An empty side begins at the line before it (GNU diffutils, Detailed Unified).
            let (oldStart, newStart) = (oldCount == 0 ? first.old : first.old + 1, newCount == 0 ? first.new : first.new + 1)
            text += "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n"
            for row in hunk {
                let number = row.mark == "-" ? "" : String(row.new + 1)
                let margin = isNumbered ? String(repeating: " ", count: max(5 - number.utf8.count, 0)) + number + " " : ""
                text += "\(margin)\(row.mark)\(row.text)\n"
            }
            index = last + 1
        }
        return text
    }

    private static func lines(_ text: String) -> [Substring] {
        var lines = text.allLines
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
