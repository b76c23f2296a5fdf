import AssaySupport

/// One change to a file: lines that occur once, and the lines that replace them.
package struct SearchReplace: Sendable, Equatable {
    /// The lines that have to be in the file.
    package var search: [String]
    /// The lines that take their place.
    package var replace: [String]

    /// Makes an edit of lines without their line breaks.
    package init(search: [String], replace: [String]) {
        self.search = search
        self.replace = replace
    }

    /// The reason why a change cannot be made, in words for the model that proposed it.
    package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        /// The reason in words for the model.
        package let description: String
    }

    /// Reads the changes between `<<<<<<< SEARCH`, `=======` and `>>>>>>> REPLACE`; nil when there is none.
    package static func parse(_ lines: [Substring]) throws(Problem) -> [SearchReplace]? {
        enum Part { case outside, search, replace }
        var part = Part.outside
        var changes: [SearchReplace] = []
        var current = SearchReplace(search: [], replace: [])
        for line in lines {
            let mark = String(line).trimmed
            switch part {
            case .outside:
                guard mark.hasPrefix("<<<<<<<"), mark.hasSuffix("SEARCH") else { continue }
                current = SearchReplace(search: [], replace: [])
                part = .search
            case .search:
                if mark == "=======" { part = .replace } else { current.search.append(String(line)) }
            case .replace:
                guard mark.hasPrefix(">>>>>>>"), mark.hasSuffix("REPLACE") else {
                    current.replace.append(String(line))
                    continue
                }
                changes.append(current)
                part = .outside
            }
        }
        if part != .outside { throw Problem(description: "a SEARCH block has no end; it needs ======= and >>>>>>> REPLACE") }
        return changes.isEmpty ? nil : changes
    }

    /// Makes the change: the lines as they are, else without their trailing blanks, else indented by another amount.
    ///
    /// Throws unless the lines are found exactly once: a guess would change what nobody looked at.
    package func apply(to text: String) throws(Problem) -> String {
        // A byte order mark is no part of the first line.
        if text.first == "\u{FEFF}" { return try "\u{FEFF}" + apply(to: String(text.dropFirst())) }
        let ended = text.isEmpty || text.endsWithNewline
        // Lines that nobody changes keep their endings, "\r\n" too.
        var raw = text.rawLines.map(String.init)
        if ended, !raw.isEmpty { raw.removeLast() }
        let lines = raw.map(Self.withoutReturn)
        let wanted = search
        if wanted.allSatisfy({ $0.trimmed.isEmpty }) {
            guard lines.allSatisfy({ $0.trimmed.isEmpty }) else {
                throw Problem(description: "an empty SEARCH block makes a new file, but this file has text")
            }
            return replace.joined(separator: "\n") + "\n"
        }
        for kind in Likeness.allCases {
            let places = Self.places(of: wanted, in: lines, kind)
            if places.count > 1 {
                throw Problem(description: "the SEARCH lines occur \(places.count) times; give more lines around them: \(Self.shown(wanted))")
            }
            guard let place = places.first else { continue }
            let found = Array(lines[place..<place + wanted.count])
            let new = kind == .indentation ? Self.shifted(replace, wanted, found) : replace
            raw.replaceSubrange(place..<place + wanted.count, with: Self.ended(new, as: raw, at: place..<place + wanted.count, unended: !ended))
            return raw.joined(separator: "\n") + (ended && !raw.isEmpty ? "\n" : "")
        }
        // A model may copy the numbers with which the lines were shown.
        let plain = NumberedLines.removed(from: search)
        if plain != search { return try SearchReplace(search: plain, replace: NumberedLines.removed(from: replace)).apply(to: text) }
        throw Problem(description: "the SEARCH lines are not in the file: \(Self.shown(wanted))")
    }

    /// The degrees to which lines must agree to count as equal, the strictest first.
    private enum Likeness: CaseIterable { case exact, trailing, indentation }

    private static func places(of wanted: [String], in lines: [String], _ kind: Likeness) -> [Int] {
        guard !wanted.isEmpty, wanted.count <= lines.count else { return [] }
        func key(_ line: String) -> String {
            switch kind {
            case .exact: line
            case .trailing: line.trimmedEnd
            case .indentation: line.trimmed
            }
        }
        let (keys, all) = (wanted.map(key), lines.map(key))
        return (0...all.count - keys.count).filter { start in
            all[start] == keys[0] && Array(all[start..<start + keys.count]) == keys
                && (kind != .indentation || isShift(wanted, Array(lines[start..<start + keys.count])))
        }
    }

    /// Whether two runs of lines differ by one and the same indentation.
    private static func isShift(_ left: [String], _ right: [String]) -> Bool {
        let pairs = zip(left, right).filter { !$0.0.trimmed.isEmpty }
        return Set(pairs.map { $0.1.indentation.count - $0.0.indentation.count }).count <= 1
    }

    /// The new lines, indented as the old ones really are.
    private static func shifted(_ lines: [String], _ wanted: [String], _ found: [String]) -> [String] {
        guard let pair = zip(wanted, found).first(where: { !$0.0.trimmed.isEmpty }) else { return lines }
        let more = pair.1.indentation.count - pair.0.indentation.count
        let filler = pair.1.first == "\t" ? "\t" : " "
        return lines.map { line in
            if line.trimmed.isEmpty { return line }
            return more >= 0 ? String(repeating: filler, count: more) + line : String(line.dropFirst(min(-more, line.indentation.count)))
        }
    }

    private static func withoutReturn(_ line: String) -> String { line.last == "\r" ? String(line.dropLast()) : line }

    /// The new lines, each with a "\r" where the line has one whose place it takes; more lines end as the last of those does.
    private static func ended(_ new: [String], as raw: [String], at range: Range<Int>, unended: Bool) -> [String] {
        var returns = raw[range].map { $0.last == "\r" }
        let isLast = unended && range.upperBound == raw.count
        if isLast { returns[returns.count - 1] = range.upperBound > 1 && raw[range.upperBound - 2].last == "\r" }
        return new.enumerated().map { index, line in
            if isLast, index == new.count - 1 { return line }
            return returns[min(index, returns.count - 1)] ? line + "\r" : line
        }
    }

    private static func shown(_ lines: [String]) -> String {
        "`\(TerminalText.line(lines.first { !$0.trimmed.isEmpty } ?? "", limit: 120))`"
    }
}
