import AssayCore

/// A source with its tokens, its matched brackets and what its lines hold.
struct LexedSource {
    let source: [UInt8]
    let language: Language
    /// The tokens without comments.
    let tokens: [SourceToken]
    /// The bytes of the preprocessor's lines.
    let directives: [Range<Int>]
    /// For each token that is a bracket, the index of the one that matches it; -1 for others.
    let partners: [Int]
    /// The offset at which each line begins.
    let lines: [Int]
    /// Whether a token begins or goes on in each line.
    private var hasToken: [Bool]
    /// Whether a comment begins or goes on in each line.
    private var hasComment: [Bool]

    /// Reads a source; nil where its brackets do not match.
    init?(_ source: [UInt8], _ language: Language) {
        self.source = source
        self.language = language
        let all = SourceLexer.tokens(source, language)
        var starts = [0]
        for (offset, byte) in source.enumerated() where byte == Byte.newline { starts.append(offset + 1) }
        lines = starts
        hasToken = [Bool](repeating: false, count: starts.count)
        hasComment = hasToken
        var line = 0
        for token in all {
            while line + 1 < starts.count, starts[line + 1] <= token.range.lowerBound { line += 1 }
            var last = line
            while last + 1 < starts.count, starts[last + 1] < token.range.upperBound { last += 1 }
            for each in line...last { if token.kind == .comment { hasComment[each] = true } else { hasToken[each] = true } }
        }
        directives = all.filter { $0.kind == .directive }.map(\.range)
        tokens = all.filter { $0.kind != .comment && $0.kind != .directive }
        guard let partners = Self.matched(tokens) else { return nil }
        self.partners = partners
    }

    private static func matched(_ tokens: [SourceToken]) -> [Int]? {
        var partners = [Int](repeating: -1, count: tokens.count)
        var open: [Int] = []
        for (index, token) in tokens.enumerated() where token.kind == .symbol {
            switch token.text {
            case "(", "[", "{": open.append(index)
            case ")", "]", "}":
                let wanted = token.text == ")" ? "(" : token.text == "]" ? "[" : "{"
                guard let last = open.popLast(), tokens[last].text == wanted else { return nil }
                partners[last] = index
                partners[index] = last
            default: break
            }
        }
        return open.isEmpty ? partners : nil
    }

    /// The index of the line that holds an offset.
    func line(of offset: Int) -> Int {
        var (low, high) = (0, lines.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if lines[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// Whether nothing but blanks stands before a token in its line.
    func isFirstOnLine(_ token: Int) -> Bool {
        let start = tokens[token].range.lowerBound
        return source[lines[line(of: start)]..<start].allSatisfy(Byte.isBlank)
    }

    /// Where a declaration begins with the comments directly above it, not before `limit`.
    func beginning(_ token: Int, notBefore limit: Int) -> Int {
        guard isFirstOnLine(token) else { return tokens[token].range.lowerBound }
        var line = line(of: tokens[token].range.lowerBound)
        while line > 0, hasComment[line - 1], !hasToken[line - 1], lines[line - 1] >= limit { line -= 1 }
        return max(lines[line], limit)
    }

    /// The text of tokens, white space reduced.
    func squeezed(_ range: Range<Int>) -> String {
        String(decoding: source[range], as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
