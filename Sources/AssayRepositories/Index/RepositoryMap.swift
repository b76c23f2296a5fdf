package import AssaySupport

/// Ranks the files of a large tree by how relevant they are to a task, and outlines the less relevant ones.
package struct RepositoryMap {
    private let tree: FileTree
    private let statement: String
    /// The words of the statement that occur in the tree, with their weight: the fewer files hold a word, the more it weighs.
    private let weights: [String: Double]
    /// The words of each file, by path.
    private let words: [String: Set<String>]

    /// Indexes the words of a tree and weighs those of the statement.
    package init(_ tree: FileTree, statement: String) {
        self.tree = tree
        self.statement = statement
        words = tree.texts.mapValues(Self.words)
        let asked = Self.words(statement)
        var weights: [String: Double] = [:]
        for word in asked {
            let holders = words.values.count { $0.contains(word) }
            // Inverse document frequency (Spärck Jones 1972), here without the logarithm.
            if holders > 0 { weights[word] = 1 + Double(tree.paths.count) / Double(holders) }
        }
        self.weights = weights
    }

    /// Returns all paths, the most relevant first: paths that the statement names, then by weighted common words.
    package func ranked() -> [String] {
        func score(_ path: String) -> Double {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let named = statement.contains(path) || (name.utf8.count > 4 && statement.contains(name)) ? 1e6 : 0
            let inPath = Self.words(path).compactMap { weights[$0] }.reduce(0, +)
            let inText = (words[path] ?? []).compactMap { weights[$0] }.reduce(0, +)
            return named + 3 * inPath + inText
        }
        let scores = tree.texts.keys.reduce(into: [String: Double]()) { $0[$1] = score($1) }
        return tree.paths.sorted { (-(scores[$0] ?? 0), $0) < (-(scores[$1] ?? 0), $1) }
    }

    /// Returns the lines of a file that declare something, to stand for the file where its whole text is too long.
    package static func outline(_ text: String, of path: String) -> String {
        if path.hasSuffix(".swift") { return SwiftOutline.lines(text) }
        var lines: [String] = []
        for line in text.lines where line.prefixMatch(of: declaration) != nil {
            lines.append(String(line.prefix(160)).trimmedEnd)
        }
        return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
    }

    /// Returns the words of a text in lower case, including parts of names: `parseHTTPDate` and `parse_date` contain `date`.
    package static func words(_ text: String) -> Set<String> {
        var words: Set<String> = []
        for match in text.matches(of: /[A-Za-z][A-Za-z0-9_]{2,}/) {
            words.insert(match.output.lowercased())
            for part in match.output.matches(of: /[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/) where part.output.count > 2 {
                words.insert(part.output.lowercased())
            }
        }
        // A statement says "rounded prices" where the code says `round_price`: the stems are compared too.
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
