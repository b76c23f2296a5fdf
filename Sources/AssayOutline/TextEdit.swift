package import AssayCore
import AssaySupport

/// A replacement of some bytes of a text.
struct TextEdit {
    var range: Range<Int>
    var text: String

    /// Makes all replacements; their ranges do not overlap, and of two at one place the first one's text comes later.
    static func apply(_ edits: [TextEdit], to source: [UInt8]) -> String {
        var result = source
        for edit in edits.enumerated().sorted(by: { ($0.element.range.lowerBound, -$0.offset) > ($1.element.range.lowerBound, -$1.offset) }) {
            result.replaceSubrange(edit.element.range, with: Array(edit.element.text.utf8))
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// The blanks before lines of code.
package enum Indentation {
    /// The blanks at the beginning of the line that holds an offset.
    static func of(_ offset: Int, in source: [UInt8]) -> String {
        var start = min(offset, source.count)
        while start > 0, source[start - 1] != Byte.newline { start -= 1 }
        return String(decoding: source[start...].prefix { $0 == Byte.space || $0 == Byte.tab }, as: UTF8.self)
    }

    /// The text without the blanks that all its lines begin with; empty lines and those inside a text stay as they are.
    package static func removed(from text: String, _ language: Language) -> String {
        let lines = lines(text)
        let inside = linesInsideTexts(text, language)
        func isFixed(_ index: Int) -> Bool { inside.contains(index) || lines[index].allSatisfy(\.isWhitespace) }
        var common: Substring?
        for (index, line) in lines.enumerated() where !isFixed(index) {
            let own = line.indentation
            common = common.map { $0.commonPrefix(with: own) } ?? own
        }
        guard let common, !common.isEmpty else { return text }
        return lines.enumerated().map { String(isFixed($0) ? $1 : $1.dropFirst(common.count)) }.joined(separator: "\n")
    }

    /// The text with other blanks at the beginning of its lines; a line that begins inside a text stays as it is.
    ///
    /// `from` is the indentation that it has now; by default that of its first line.
    static func moved(_ text: String, to indentation: String, _ language: Language, from: String? = nil) -> String {
        let old = from ?? String(text.indentation)
        guard old != indentation else { return text }
        let inside = linesInsideTexts(text, language)
        // A part of a declaration begins in the middle of a line.
        let first = from == nil ? 0 : 1
        return lines(text).enumerated().map { index, line in
            if index < first || inside.contains(index) || line.allSatisfy(\.isWhitespace) { return String(line) }
            if line.hasPrefix(old) { return indentation + line.dropFirst(old.count) }
            return indentation + line.drop { $0 == " " || $0 == "\t" }
        }.joined(separator: "\n")
    }

    /// The lines that begin inside a text; in Swift the indentation of such a line is none of its content.
    private static func linesInsideTexts(_ text: String, _ language: Language) -> Set<Int> {
        guard language != .swift else { return [] }
        let source = Array(text.utf8)
        var inside: Set<Int> = []
        var (line, place) = (0, 0)
        for token in SourceLexer.tokens(source, language) where token.kind == .text {
            line += source[place..<token.range.lowerBound].count { $0 == Byte.newline }
            let more = source[token.range].count { $0 == Byte.newline }
            if more > 0 { inside.formUnion((line + 1)...(line + more)) }
            line += more
            place = token.range.upperBound
        }
        return inside
    }

    static func lines(_ text: String) -> [Substring] { text.rawLines }
}

extension Substring {
    fileprivate func commonPrefix(with other: Substring) -> Substring {
        prefix(zip(self, other).prefix { $0 == $1 }.count)
    }
}
