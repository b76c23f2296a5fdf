package import AssaySupport

/// The size of a change, as a measure of what a reviewer has to read.
package struct ChangeSize: Sendable, Equatable {
    /// Lines that are not blank and were not there, and lines that are not there any more.
    package var added: Int
    /// The number of lines removed.
    package var removed: Int
    /// Places where control branches, more than there were.
    package var branches: Int

    /// Makes the size of a change from its counts.
    package init(added: Int, removed: Int, branches: Int) {
        self.added = added
        self.removed = removed
        self.branches = branches
    }

    /// Measures a change against the tree that it changes; a file that is renamed counts as deleted and written.
    package init(of change: Candidate, against start: FileTree) {
        self.init(added: 0, removed: 0, branches: 0)
        for path in change.paths {
            let (new, old) = (change.files[path] ?? "", start[path] ?? "")
            guard new != old else { continue }
            let (lines, before) = (Self.lines(of: new), Self.lines(of: old))
            // Larger files are not compared line by line: that is quadratic at its worst.
            guard lines.count + before.count <= 20_000 else {
                added += lines.count
                removed += before.count
                continue
            }
            for step in lines.difference(from: before) {
                switch step {
                case .insert: added += 1
                case .remove: removed += 1
                }
            }
            branches += Self.branches(new) - Self.branches(old)
        }
    }

    private static func lines(of text: String) -> [Substring] {
        text.lines.filter { line in line.contains { !$0.isWhitespace } }
    }

    private static let branching: Set<String> = ["if", "elif", "for", "while", "case", "catch", "except", "guard", "when", "match", "select", "until"]

    /// Counts branching words and short-circuit operators outside of texts and comments.
    ///
    /// One more than these is McCabe's number of a single function (McCabe 1976); an estimate, because no grammar is asked.
    static func branches(_ text: String) -> Int {
        text.lines.reduce(0) { sum, line in
            let code = stripped(line)
            let words = code.split { !$0.isLetter && $0 != "_" }.count { branching.contains(String($0)) || $0 == "and" || $0 == "or" }
            return sum + words + code.ranges(of: "&&").count + code.ranges(of: "||").count
        }
    }

    /// A line without its texts in quotes and without what follows a comment's sign.
    private static func stripped(_ line: Substring) -> String {
        var code = ""
        var quote: Character?
        var escaped = false
        for character in line {
            if let open = quote {
                if escaped { escaped = false } else if character == "\\" { escaped = true } else if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "#" || (character == "/" && code.last == "/") {
                break
            } else {
                code.append(character)
            }
        }
        return code
    }
}
