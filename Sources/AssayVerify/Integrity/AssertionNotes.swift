import AssayCore

/// Test files that note, before each assertion, that it was reached.
///
/// A test that passes and asserts nothing has looked at nothing: a loop over an empty answer, for one. Notes leave by a
/// file of their own behind a nonce, so that a test whose result was only printed has none either.
struct AssertionNotes {
    /// What an assertion looks like in a language, and how a note is written there.
    struct Rules: Codable, Sendable {
        /// A regular expression for where an assertion begins.
        var assertion: String
        /// What ends one statement so that another may begin.
        var separator: Separator
        /// A statement that notes `{unit}`; `{file}` is the number of the file, and `{units}` more than any unit in it.
        var note: String
        /// What is added to the end of each file.
        var helper: String?
        /// What is put behind the file's first match of a regular expression, on its line.
        var header: Header?
    }

    struct Header: Codable, Sendable {
        var behind: String
        var text: String
    }

    /// A new line is not enough where a statement may be the only one of a condition without braces.
    enum Separator: String, Codable, Sendable { case line, semicolon }

    /// The files, with their notes.
    private(set) var files = FileTree()
    /// The test that each number stands for, or the file where assertions stand before the first of its tests.
    private(set) var units: [String] = []

    /// Nil where no file has an assertion that can be noted.
    init?(_ tests: FileTree, _ suites: [SuiteListing], _ profile: ToolchainProfile) {
        guard let rules = profile.assertions else { return nil }
        for (number, path) in tests.paths.enumerated() {
            guard let suite = suites.first(where: { $0.files.contains(path) }), let text = tests[path],
                let noted = Self.noted(text, path, suite.suite.tests.pattern, rules, profile.language, number, &units)
            else { continue }
            try? files.set(path, noted)
        }
        if units.isEmpty { return nil }
    }

    /// The tests whose assertions no line of a text notes.
    func unreached(in text: String, nonce: String) -> Set<String> {
        let reached = text.split(separator: "\n").compactMap { line in
            line.hasPrefix(nonce + " ") ? Int(line.dropFirst(nonce.count + 1)).flatMap { units.indices.contains($0) ? units[$0] : nil } : nil
        }
        return Set(units).subtracting(reached)
    }

    static func noted(
        _ text: String, _ path: String, _ pattern: String?, _ rules: Rules, _ language: Language, _ number: Int, _ units: inout [String]
    ) -> String? {
        let source = Array(text.utf8)
        let code = SourceOutline(source, language)
        guard code.isBalanced, let pattern, let test = try? Regex(pattern, as: (Substring, Substring).self).anchorsMatchLineEndings(),
            let assertion = try? Regex(rules.assertion)
        else { return nil }
        let tests = code.uncommented.matches(of: test).map {
            (start: code.uncommented.utf8.distance(from: code.uncommented.startIndex, to: $0.range.lowerBound), name: String($0.output.1))
        }
        var places: [(at: Int, unit: Int)] = []
        let first = units.count
        for match in code.bare.matches(of: assertion) {
            let start = code.bare.utf8.distance(from: code.bare.startIndex, to: match.range.lowerBound)
            guard let place = code.statement(at: start, rules.separator) else { continue }
            let name = tests.last { $0.start <= start }?.name ?? path
            if units.count == first || units.last != name { units.append(name) }
            places.append((place, units.count - 1))
        }
        guard !places.isEmpty else { return nil }
        let count = units.count
        func filled(_ template: String, _ unit: Int = 0) -> String {
            template.replacing("{unit}", with: "\(unit)").replacing("{file}", with: "\(number)").replacing("{units}", with: "\(count)")
        }
        var result = source
        for (place, unit) in places.reversed() { result.insert(contentsOf: Array((filled(rules.note, unit) + " ").utf8), at: place) }
        var noted = String(decoding: result, as: UTF8.self)
        if let header = rules.header {
            guard let behind = try? Regex(header.behind).anchorsMatchLineEndings(), let match = noted.firstMatch(of: behind) else { return nil }
            noted.insert(contentsOf: filled(header.text), at: match.range.upperBound)
        }
        return noted + (rules.helper.map { "\n" + filled($0) + "\n" } ?? "")
    }
}

/// A source whose comments, and whose texts, are blanks: every place is where it was.
struct SourceOutline {
    /// Without comments.
    let uncommented: String
    /// Without comments and texts.
    let bare: String
    private let bytes: [UInt8]

    init(_ source: [UInt8], _ language: Language) {
        var uncommented = source.map { $0 == 10 ? $0 : 32 }
        var bare = uncommented
        for token in SourceTokens.all(in: source, language) {
            uncommented.replaceSubrange(token.range, with: source[token.range])
            if token.kind != .text { bare.replaceSubrange(token.range, with: source[token.range]) }
        }
        self.uncommented = String(decoding: uncommented, as: UTF8.self)
        self.bare = String(decoding: bare, as: UTF8.self)
        bytes = bare
    }

    /// Whether each bracket is closed by its own kind: where not, texts were taken for code.
    var isBalanced: Bool {
        var open: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 40: open.append(41)
            case 91: open.append(93)
            case 123: open.append(125)
            case 41, 93, 125: if open.popLast() != byte { return false }
            default: break
            }
        }
        return open.isEmpty
    }

    /// Where the statement begins that an assertion is, or whose value it is; nil where it is a part of another.
    func statement(at assertion: Int, _ separator: AssertionNotes.Separator) -> Int? {
        var start = assertion
        while start > 0, ![10, 59, 123, 125].contains(bytes[start - 1]) { start -= 1 }
        var words = String(decoding: bytes[start..<assertion], as: UTF8.self)
        // A closure's parameters, or a label.
        if let head = words.firstMatch(of: /^.*(?:\bin\b|\bcase\b.*:|\bdefault\s*:)/), separator == .line {
            start += head.output.utf8.count
            words = String(words[head.range.upperBound...])
            return words.wholeMatch(of: Self.leading) == nil ? nil : Self.indented(words, start)
        }
        guard words.wholeMatch(of: Self.leading) != nil else { return nil }
        let place = Self.indented(words, start)
        guard let before = bytes[..<start].lastIndex(where: { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 }) else { return nil }
        if [59, 123, 125].contains(bytes[before]) { return place }
        guard separator == .line, bytes[start - 1] == 10 else { return nil }
        // What goes on in the next line is no statement's end.
        let isOpen = Array("([,=+-*/%&|<>?.!~^".utf8).contains(bytes[before])
        let word = String(decoding: bytes[...before].suffix(8), as: UTF8.self)
        return isOpen || word.contains(/\b(return|else|try|await|throw|guard|if|while|case|let|var)$/) ? nil : place
    }

    private static var leading: Regex<Substring> {
        /\s*(?:(?:(?:let|var|const|final)\s+\w+(?:\s*:[^=]*)?\s*=|_\s*=|return\b|try\b[?!]?|await\b)\s*)*/
    }

    /// Behind the blanks that a statement begins with.
    private static func indented(_ words: String, _ start: Int) -> Int {
        start + words.utf8.prefix { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }.count
    }
}
