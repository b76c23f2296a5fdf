import AssaySupport

/// A source file in any language as parts that can be shown alone: its declarations, told by keyword, bracket and indentation.
///
/// It is for prompts, where a wrong guess costs a few lines; what changes code uses a parser.
package struct SourceParts: Sendable {
    /// The lines of the file.
    package let lines: [Substring]
    /// The indices of lines that declare something, in order.
    package let declarations: [Int]
    /// The ranges of lines that belong together; one after the other they are the whole file.
    package let parts: [Range<Int>]

    /// Longer parts are divided, in lines.
    private static let longest = 60
    /// How deep declarations within declarations are divided.
    private static let deepest = 4

    /// Divides a text.
    package init(_ text: String) {
        var lines = text.allLines
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
        declarations = lines.indices.filter { DeclarationLine.matches(lines[$0], next: $0 + 1 < lines.count ? lines[$0 + 1] : nil) }
        var parts: [Range<Int>] = []
        Self.divide(0..<lines.count, lines, declarations, depth: 0, into: &parts)
        self.parts = parts
    }

    /// Returns the lines that declare what a part lies in, the innermost first: a method's class, not the method.
    package func enclosing(_ part: Range<Int>) -> [Int] {
        guard let first = part.first(where: { !lines[$0].allSatisfy(\.isWhitespace) }) else { return [] }
        var indentation = Self.indentation(lines[first])
        var found: [Int] = []
        for line in declarations.reversed() where line < part.lowerBound && Self.indentation(lines[line]) < indentation {
            found.append(line)
            indentation = Self.indentation(lines[line])
            if indentation == 0 { break }
        }
        return found
    }

    /// The number of blanks that a line begins with; a tab counts as four.
    package static func indentation(_ line: Substring) -> Int {
        line.utf8.prefix { $0 == 32 || $0 == 9 }.reduce(0) { $0 + ($1 == 9 ? 4 : 1) }
    }

    private static func divide(_ range: Range<Int>, _ lines: [Substring], _ declarations: [Int], depth: Int, into parts: inout [Range<Int>]) {
        guard !range.isEmpty else { return }
        // What a part begins with is what it was divided at.
        let inside = declarations.filter { range.contains($0) && (depth == 0 || beginning(of: $0, after: range.lowerBound, lines) > range.lowerBound) }
        guard let outer = inside.map({ indentation(lines[$0]) }).min(), depth < deepest, depth == 0 || range.count > longest else {
            cut(range, lines, into: &parts)
            return
        }
        var start = range.lowerBound
        for head in inside where indentation(lines[head]) == outer {
            let first = beginning(of: head, after: start, lines)
            if first > start { divide(start..<first, lines, declarations, depth: depth + 1, into: &parts) }
            start = first
        }
        divide(start..<range.upperBound, lines, declarations, depth: depth + 1, into: &parts)
    }

    /// The first line of the comments and attributes that a declaration begins with.
    private static func beginning(of declaration: Int, after start: Int, _ lines: [Substring]) -> Int {
        var first = declaration
        while first > start {
            let above = lines[first - 1].drop { $0 == " " || $0 == "\t" }
            guard ["@", "#", "//", "/*", "*"].contains(where: above.hasPrefix) else { break }
            first -= 1
        }
        return first
    }

    /// Divides what has no declarations at empty lines.
    private static func cut(_ range: Range<Int>, _ lines: [Substring], into parts: inout [Range<Int>]) {
        var start = range.lowerBound
        for index in range where index - start >= longest * 2 / 3 {
            if lines[index].allSatisfy(\.isWhitespace) || index - start >= longest * 2 {
                parts.append(start..<index)
                start = index
            }
        }
        if start < range.upperBound { parts.append(start..<range.upperBound) }
    }
}
