import AssayCore
import AssayRepositories
import AssaySupport

/// A file as a prompt shows it: as a whole, in parts, or only what it declares.
struct ShownFile: Sendable {
    /// How much of a file is shown.
    enum Form: String, Sendable { case whole, parts, outline }

    let path: String
    let form: Form
    let text: String
    /// What the heading says beside the path; nil for a whole file.
    var note: String? {
        switch form {
        case .whole: nil
        case .parts: "parts of it, by line number; … marks what is left out"
        case .outline: "only what it declares"
        }
    }
    /// The bytes that it takes of a budget, with its heading and its fence.
    var cost: Int { text.utf8.count + path.utf8.count + (note?.utf8.count ?? 0) + 48 }

    /// A file as a whole; nil where there is nothing to show.
    static func whole(_ path: String, _ text: String, numbered: Bool) -> ShownFile? {
        guard !text.utf8.allSatisfy({ $0 == 32 || (9...13).contains($0) }) else { return nil }
        return ShownFile(path: path, form: .whole, text: numbered ? NumberedLines.whole(text) : text)
    }

    /// What a file declares; nil where it declares nothing, or more than `limit` bytes.
    static func outline(_ path: String, _ text: String, limit: Int) -> ShownFile? {
        let lines = SourceOutlineText.lines(text, of: path)
        let file = ShownFile(path: path, form: .outline, text: lines)
        return lines.isEmpty || file.cost > limit ? nil : file
    }

    /// The parts of a file that a task is about, and as far as there is room what else it declares.
    ///
    /// Parts with a line of `lines` come first, counted from 1. Nil where nothing fits or, unless it `begins` with what there is,
    /// where nothing is about the task.
    static func parts(_ path: String, _ text: String, _ relevance: Relevance, lines named: [Int], limit: Int, begins: Bool = false) -> ShownFile? {
        let source = SourceParts(text)
        var left = limit - 150 - path.utf8.count
        guard left > 200, !source.parts.isEmpty else { return nil }
        func cost(_ lines: some Sequence<Int>) -> Int { lines.reduce(0) { $0 + source.lines[$1].utf8.count + NumberedLines.cost } }
        func score(_ part: Range<Int>) -> Double {
            // A method is about what its class is about.
            relevance.score(of: source.enclosing(part).map { source.lines[$0] } + source.lines[part]) + (named.contains { part.contains($0 - 1) } ? 1000 : 0)
        }
        let scored = source.parts.map { (part: $0, score: score($0)) }.filter { $0.score > 0 || begins }.sorted {
            (-$0.score, $0.part.lowerBound) < (-$1.score, $1.part.lowerBound)
        }
        guard let best = scored.first else { return nil }
        // A quarter is kept for the other declarations, so that the file's order can be seen.
        var room = left * 3 / 4
        var shown: Set<Int> = []
        for (part, score) in scored where score > best.score / 8 || best.score == 0 {
            let price = cost(part)
            if price <= room {
                shown.formUnion(part)
                room -= price
            } else if shown.isEmpty {
                for line in part where cost([line]) <= room {
                    shown.insert(line)
                    room -= cost([line])
                }
            }
        }
        left -= cost(shown)
        let others = source.declarations.filter { !shown.contains($0) }
        for line in others.sorted(by: { (SourceParts.indentation(source.lines[$0]), $0) < (SourceParts.indentation(source.lines[$1]), $1) }) {
            // With the mark for what is left out before it.
            let price = cost([line]) + 4
            if price > left { break }
            shown.insert(line)
            left -= price
        }
        return shown.isEmpty ? nil : ShownFile(path: path, form: .parts, text: NumberedLines.some(source.lines, shown))
    }

    /// The values for the prompt's template.
    func values(_ language: Language) -> [String: Any] {
        var values: [String: Any] = ["path": path, "text": text, "language": language.rawValue]
        if let note { values["note"] = note }
        return values
    }
}
