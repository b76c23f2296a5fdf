import AssaySupport

/// The properties of a text file besides its lines: byte order mark, line endings, line break at the end.
///
/// A model writes "\n" and no mark; a file that was there keeps its own shape, so that a patch shows what was changed.
struct TextShape {
    private static let mark: Character = "\u{FEFF}"
    private let hasMark: Bool
    /// The lines of the file, each with whether "\r\n" ends it.
    private let lines: [(text: Substring, hasReturn: Bool)]
    private let isEnded: Bool

    /// Reads the shape of a file.
    init(_ text: String) {
        hasMark = text.first == Self.mark
        isEnded = text.isEmpty || text.endsWithNewline
        let raw = Substring(text.dropFirst(hasMark ? 1 : 0)).rawLines
        lines = zip(raw, raw.indices).map { line, index in
            line.last == "\r" && index < raw.count - 1 ? (line.dropLast(), true) : (line, false)
        }
    }

    /// A new text in this shape: lines that were there keep their endings, others end as the line before them does.
    func applied(to text: String) -> String {
        let new = Substring(text.first == Self.mark ? String(text.dropFirst()) : text).allLines
        guard lines.count > 1 || hasMark else { return text }
        let returns = new.isEmpty ? [] : endings(new)
        var result = hasMark ? String(Self.mark) : ""
        for (index, line) in new.enumerated() {
            result += line
            if index < new.count - 1 { result += returns[index] ? "\r\n" : "\n" }
        }
        let keepsOpenEnd = !isEnded && new.count > 1 && new.last == "" && new[new.count - 2] == lines.last?.text
        if keepsOpenEnd { result.removeLast() }
        return result
    }

    private func endings(_ new: [Substring]) -> [Bool] {
        let ended = lines.dropLast()
        guard let first = ended.first?.hasReturn, ended.contains(where: { $0.hasReturn != first }) else {
            return Array(repeating: ended.first?.hasReturn ?? false, count: new.count)
        }
        // Mixed endings: what the shortest edit script keeps is an old line (Myers 1986).
        var kept: [Bool?] = Array(repeating: nil, count: new.count)
        let old = lines.map(\.text)
        let change = new.difference(from: old)
        let removed = Set(change.removals.map(Self.offset)), inserted = Set(change.insertions.map(Self.offset))
        for (before, after) in zip(old.indices.filter { !removed.contains($0) }, new.indices.filter { !inserted.contains($0) }) {
            kept[after] = lines[before].hasReturn
        }
        var last = first
        return kept.map { ending in
            last = ending ?? last
            return last
        }
    }

    private static func offset(_ change: CollectionDifference<Substring>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
