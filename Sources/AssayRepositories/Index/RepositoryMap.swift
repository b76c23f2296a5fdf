package import AssaySupport

/// Which files of a larger tree a task is about, and what the others declare.
package struct RepositoryMap {
    private let tree: FileTree
    private let statement: String
    /// Words of the statement that also stand in the tree, and how much each tells: rare words tell more.
    private let weights: [String: Double]
    private let words: [String: Set<String>]

    package init(_ tree: FileTree, statement: String) {
        self.tree = tree
        self.statement = statement
        words = tree.files.mapValues(Self.words)
        let asked = Self.words(statement)
        var weights: [String: Double] = [:]
        for word in asked {
            let holders = words.values.count { $0.contains(word) }
            // Inverse document frequency, as term weighting has it (Spärck Jones 1972).
            if holders > 0 { weights[word] = 1 + Double(tree.paths.count) / Double(holders) }
        }
        self.weights = weights
    }

    /// The paths, most telling first: by the statement's words, a path that is named before all others.
    package func ranked() -> [String] {
        func score(_ path: String) -> Double {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let named = statement.contains(path) || (name.utf8.count > 4 && statement.contains(name)) ? 1e6 : 0
            let inPath = Self.words(path).compactMap { weights[$0] }.reduce(0, +)
            let inText = (words[path] ?? []).compactMap { weights[$0] }.reduce(0, +)
            return named + 3 * inPath + inText
        }
        let scores = tree.files.keys.reduce(into: [String: Double]()) { $0[$1] = score($1) }
        return tree.paths.sorted { (-(scores[$0] ?? 0), $0) < (-(scores[$1] ?? 0), $1) }
    }

    /// The lines that declare something: what is left of a file for which there is no room.
    package static func outline(_ text: String, of path: String) -> String {
        if path.hasSuffix(".swift") { return SwiftOutline.lines(text) }
        var lines: [String] = []
        for line in text.lines where line.prefixMatch(of: declaration) != nil {
            lines.append(String(line.prefix(160)).trimmedEnd)
        }
        return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
    }

    /// Lower-case words of a text, those within names as well: `parseHTTPDate` and `parse_date` hold `date`.
    package static func words(_ text: String) -> Set<String> {
        var words: Set<String> = []
        for match in text.matches(of: /[A-Za-z][A-Za-z0-9_]{2,}/) {
            words.insert(match.output.lowercased())
            for part in match.output.matches(of: /[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/) where part.output.count > 2 {
                words.insert(part.output.lowercased())
            }
        }
        // People write of prices that are rounded where code has `round_price`.
        for word in words {
            for ending in ["ing", "ed", "s"] where word.hasSuffix(ending) && word.utf8.count >= ending.utf8.count + 4 {
                words.insert(String(word.dropLast(ending.utf8.count)))
            }
        }
        return words
    }

    private static var declaration: Regex<Substring> {
        /\s*(?:(?:public|private|internal|package|open|final|static|export|default|async|pub|abstract|protected|override|mutating|@\w+)\s+)*(?:def|class|func|struct|enum|protocol|extension|actor|fn|impl|trait|type|interface|function|namespace|typedef|case class)\b.*/
    }
}
