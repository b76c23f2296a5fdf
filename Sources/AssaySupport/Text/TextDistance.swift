/// How far words are apart, for suggestions.
package enum TextDistance {
    /// Returns the number of characters to insert, remove or replace that turn one word into the other; more than `most` is `most + 1`.
    package static func edits(_ one: String, _ other: String, most: Int) -> Int {
        let (left, right) = (Array(one.unicodeScalars.prefix(200)), Array(other.unicodeScalars.prefix(200)))
        guard abs(left.count - right.count) <= most else { return most + 1 }
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = a == b ? diagonal : 1 + min(diagonal, above, row[j])
                diagonal = above
            }
        }
        return min(row[right.count], most + 1)
    }

    /// Returns the known word that was probably meant: at most three edits away, and fewer for a short word.
    package static func nearest(to word: String, of known: [String]) -> String? {
        let most = word.count < 3 ? 1 : min(3, max(2, word.count / 2))
        let near = known.map { (word: $0, edits: edits($0, word, most: most)) }.min { $0.edits < $1.edits }
        return near.flatMap { $0.edits <= most ? $0.word : nil }
    }

    /// The question whether the nearest known word was meant, with a blank behind it; empty where none is near.
    package static func question(_ word: String, of known: [String]) -> String {
        nearest(to: word, of: known).map { "did you mean '\($0)'? " } ?? ""
    }
}
