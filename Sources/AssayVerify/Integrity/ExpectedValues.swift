import AssayCore
import AssayToolchains

/// The literals of a test file that stand where an expected value does, one for each line, with another value.
///
/// Such a place is behind `==`, or before it where an assertion begins; an argument of an assertion; what `want` or `expected` is set
/// to; in Go also behind the `!=` of an `if` that fails the test, and at the end of a row of a table.
struct ExpectedValues {
    private let source: [UInt8]
    /// The source without comments and texts, whose brackets are none.
    private let bare: [UInt8]
    private let language: Language
    /// The edits, from the last line to the first.
    private(set) var edits: [ImpossibleTests.Edit] = []

    init(_ source: [UInt8], _ language: Language) {
        self.source = source
        self.language = language
        bare = SourceOutline(source, language).bytes
        var line = 0..<0
        for token in SourceTokens.of(source, language).reversed() {
            if line.contains(token.range.lowerBound) { continue }
            guard let other = Self.other(String(decoding: source[token.range], as: UTF8.self), token.kind), isExpected(token.range) else { continue }
            edits.append(.init(range: token.range, text: other))
            // One value of a line is enough.
            line = ImpossibleTests.line(of: token.range.lowerBound, source).lowerBound..<token.range.upperBound
        }
    }

    private static func other(_ word: String, _ kind: SourceTokens.Kind) -> String? {
        switch kind {
        case .number:
            // Of a fraction the whole part.
            word.split(separator: ".").first.flatMap { Int($0) }.map { "\($0 &+ 1)" + word.drop { $0 != "." } }
        case .text: word.utf8.count >= 2 && word.prefix(1) == word.suffix(1) ? "\(word.dropLast())~\(word.suffix(1))" : nil
        case .name: ["True": "False", "False": "True", "true": "false", "false": "true"][word]
        case .symbol: nil
        }
    }

    private func isExpected(_ range: Range<Int>) -> Bool {
        isLater(range) || isFirst(range) || isNamed(range) || language == .go && (isGuarded(range) || endsRow(range))
    }

    // MARK: Places

    /// Whether a literal is behind `==`, or a later argument of an assertion, and in no call but one that makes a value.
    private func isLater(_ range: Range<Int>) -> Bool {
        var place = range.lowerBound - 1
        var commas = 0
        var isMade = false
        // A text as a third argument is a message.
        let isText = !isLetter(source[range.lowerBound])
        while place > 0 {
            switch bare[place] {
            case 41, 93, 125: place = opening(before: place)
            // Behind a comma, a message.
            case 61 where bare[place - 1] == 61: return commas == 0 && isAsserted(place)
            // A list is judged by the place of the whole literal.
            case 91: commas = 0
            case 123 where isValue(callee(before: place)) || isLiteral(place): commas = 0
            case 123, 59: return false
            // A statement ends with its line, unless something is open there.
            case 10 where !isOpen(before: place): return false
            case 44: commas += 1
            case 40:
                let name = callee(before: place)
                // What a difference must be near to.
                if isDifference(range), name.isEmpty || name.hasSuffix("abs") { return isAsserted(place) }
                if name.isEmpty || isValue(name) {
                    (commas, isMade) = (0, true)
                } else {
                    // What is made in the first argument is expected where another one follows, as in JUnit.
                    if commas == 0 { return isMade && Self.comparesFirst(name) }
                    return commas <= (isText ? 1 : 3) && !NegatedAssertions.isOfOne(name) && ImpossibleTests.isAssertion(name)
                }
            default: break
            }
            place -= 1
        }
        return false
    }

    /// Whether a literal alone is the first argument of an assertion, as in JUnit, or is before the `==` of one.
    private func isFirst(_ range: Range<Int>) -> Bool {
        var before = range.lowerBound - 1
        while before >= 0, bare[before] == 32 || bare[before] == 45 { before -= 1 }
        var after = range.upperBound
        while after < bare.count, bare[after] == 32 { after += 1 }
        guard before >= 0, after < bare.count else { return false }
        let isComparison = bare[after...].starts(with: [61, 61])
        if bare[before] == 40 {
            let name = callee(before: before)
            return isComparison && isAsserted(before) || bare[after] == 44 && Self.comparesFirst(name)
        }
        let line = ImpossibleTests.line(of: range.lowerBound, source)
        guard before >= line.lowerBound else { return false }
        return isComparison && String(decoding: bare[line.lowerBound...before], as: UTF8.self).contains(/^\s*assert$/)
    }

    /// Whether a literal is in what is named the expected value, as `want := 6` or `expected: [1, 2]`.
    private func isNamed(_ range: Range<Int>) -> Bool {
        let line = ImpossibleTests.line(of: range.lowerBound, source)
        let before = String(decoding: bare[line.lowerBound..<range.lowerBound], as: UTF8.self)
        guard let name = before.matches(of: /\b(?:want|expected|expect|wanted)\w*\s*(?::=|[=:](?!=))/.ignoresCase()).last else { return false }
        var depth = 0
        for character in before[name.range.upperBound...] {
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            if depth < 0 || character == ";" || depth == 0 && character == "," { return false }
        }
        return true
    }

    /// Whether a literal is what Go compares with before it fails a test: `if got != 6 {`.
    private func isGuarded(_ range: Range<Int>) -> Bool {
        let line = ImpossibleTests.line(of: range.lowerBound, source)
        let before = String(decoding: bare[line.lowerBound..<range.lowerBound], as: UTF8.self)
        let behind = String(decoding: bare[range.upperBound..<min(bare.count, line.upperBound + 400)], as: UTF8.self)
        return before.contains(/^\s*(?:\}\s*else\s+)?if\b.*(?:!=\s*|DeepEqual\(.*,.*|\.Equal\(.*,.*)(?:\[\]\w+\{.*)?$/)
            && behind.contains(/^[^\n]*\{\s*\w+\.(?:Error|Fatal|Fail)/)
    }

    /// Whether a literal is the last of a row of a table of Go, whose type is not said with it: `{17, 5, 1},`.
    private func endsRow(_ range: Range<Int>) -> Bool {
        var after = range.upperBound
        while after < bare.count, bare[after] == 32 { after += 1 }
        guard after + 1 < bare.count, bare[after] == 125, [44, 125, 10].contains(bare[after + 1]) else { return false }
        let open = opening(before: after)
        guard open > 0, bare[open] == 123 else { return false }
        var before = open - 1
        while before > 0, [32, 9, 10].contains(bare[before]) { before -= 1 }
        return bare[before] == 123 || bare[before] == 44
    }

    /// Whether an assertion may be given what is expected first.
    private static func comparesFirst(_ name: String) -> Bool { name.lowercased().contains(/equal|_eq|same/) }

    // MARK: Text around

    /// The place of the bracket that the one at `place` closes; 0 where there is none.
    private func opening(before place: Int) -> Int {
        var (place, depth) = (place, 1)
        while depth > 0, place > 0 {
            place -= 1
            if [41, 93, 125].contains(bare[place]) { depth += 1 }
            if [40, 91, 123].contains(bare[place]) { depth -= 1 }
        }
        return place
    }

    /// Whether a call only makes a value: a constructor by its case, or one of those that wrap a literal.
    private func isValue(_ name: String) -> Bool {
        if Self.constructors.contains(name) { return true }
        let last = name.split(whereSeparator: { $0 == "." || $0 == ":" }).last ?? ""
        let isFactory = name.contains("::") && ["new", "from", "of"].contains(last)
        // Functions of Go that others may use begin with a capital letter too.
        return language != .go && last.first?.isUppercase == true && last.contains(where: \.isLowercase) && !ImpossibleTests.isAssertion(String(last))
            || isFactory
    }

    private static let constructors: Set<String> = ["from", "of", "vec!", "Some", "Ok", "Set", "Array", "List.of", "set", "tuple", "frozenset"]

    /// Whether a brace begins a value: a set or dictionary of Python, an object of JavaScript.
    private func isLiteral(_ place: Int) -> Bool {
        guard [.python, .javascript, .typescript].contains(language), let before = bare[..<place].last(where: { $0 != 32 && $0 != 9 && $0 != 10 }) else {
            return false
        }
        return Array("([{,:=".utf8).contains(before)
    }

    /// Whether what is before a place goes on behind it.
    private func isOpen(before place: Int) -> Bool {
        bare[..<place].last { $0 != 32 && $0 != 9 && $0 != 13 }.map { Array("([{,=+-*/&|<>:\\".utf8).contains($0) } ?? false
    }

    private func isDifference(_ range: Range<Int>) -> Bool {
        let before = bare[..<range.lowerBound].lastIndex { $0 != 32 }
        return before.map { bare[$0] == 45 && $0 + 1 < range.lowerBound } ?? false
    }

    private func callee(before place: Int) -> String {
        var start = place
        while start > 0, [33, 35, 95, 46, 58].contains(bare[start - 1]) || isLetter(bare[start - 1]) { start -= 1 }
        return String(decoding: bare[start..<place], as: UTF8.self)
    }

    private func isLetter(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) }

    /// Whether a comparison is what is asserted: the statement before it begins with an assertion.
    private func isAsserted(_ place: Int) -> Bool {
        ImpossibleTests.isAssertion(String(decoding: source[ImpossibleTests.line(of: place, source).lowerBound..<place], as: UTF8.self))
    }
}
