import AssaySupport

/// Reads the Test Anything Protocol, version 12 to 14: a stream, so what ran before a crash is known.
package enum TapText {
    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    ///
    /// `grouped` is for what several runners print: names of tests stand as comments before their assertions (tape), in
    /// subtests that are indented (tap), and one stream may follow another. Points are then named after these too, and
    /// points of one name are counted.
    package static func read(_ text: String, grouped: Bool = false) -> TestOutcomes {
        var reading = TapReading(isGrouped: grouped, hasSubtests: grouped && text.contains("# Subtest: "))
        for line in text.lines { reading.read(line) }
        return reading.finished()
    }

    /// Whether a line says that a stream of this protocol is there.
    static func isPlan(_ line: Substring) -> Bool {
        line.hasPrefix("TAP version ") || line.hasPrefix("1..") && line.wholeMatch(of: /1\.\.\d+(?:\s*#.*)?/) != nil
    }

    /// Whether a stream says that all of it is skipped: it plans no test.
    static func isSkipped(_ text: String) -> Bool { text.lines.contains { $0.hasPrefix("1..0") && $0.wholeMatch(of: /1\.\.0(?:\s*#.*)?/) != nil } }
}

/// What is known of a stream so far.
private struct TapReading {
    let isGrouped: Bool
    /// Whether subtests are named by comments, so that no other comment names one.
    let hasSubtests: Bool
    /// Whether comments tell of the point before them, as those of bats do.
    private var comesAfter = false
    private var outcomes = TestOutcomes()
    private var planned: Int?
    private var count = 0
    /// Whether each stream before this one came to its end.
    private var hasEnded = true
    private var group = ""
    /// The names of the subtests that are open, from the outermost.
    private var subtests: [String] = []
    /// How many points each depth has had since the last one above it, and how many of them failed.
    private var inner: [Int: (points: Int, failed: Int)] = [:]
    private var times: [String: Int] = [:]
    /// The points that began and have not come yet, by number, as bats tells them.
    private var begun: [Int: String] = [:]
    private var last: String?
    /// Whether that was a failure, of which the details tell more.
    private var hasFailed = false
    private var isDetail = false

    init(isGrouped: Bool, hasSubtests: Bool) {
        (self.isGrouped, self.hasSubtests) = (isGrouped, hasSubtests)
        outcomes.toldAtEnd = true
    }

    mutating func read(_ line: Substring) {
        let indent = line.prefix { $0 == " " }.count
        let said = line.dropFirst(indent)
        // Details are indented.
        if indent > 0, said == "---" { isDetail = true }
        if indent == 0 || said == "..." { isDetail = false }
        // Only a whole step to the right is a subtest; details of a point stand between.
        let depth = indent / 4
        let isPlace = !isDetail && (indent == 0 || (isGrouped && indent % 4 == 0))
        if isPlace, let point = Point(said) {
            add(point, at: depth)
        } else if indent == 0, said.hasPrefix("begin "), let match = said.wholeMatch(of: /begin (\d+) (.+)/), let number = Int(match.1) {
            begun[number] = String(match.2).trimmed
        } else if isPlace, said.hasPrefix("1.."), let plan = said.wholeMatch(of: /1\.\.(\d+)(?:\s*#.*)?/) {
            if depth == 0 { begin(planned: Int(plan.1)) }
        } else if indent == 0, said.hasPrefix("TAP version "), isGrouped, planned != nil || count > 0 {
            close()
        } else if said.hasPrefix("Bail out!") {
            outcomes.problems.append(.init(.exitStatus, String(said)))
        } else if said.hasPrefix("#"), let comment = said.wholeMatch(of: /# (.+)/) {
            readComment(comment.1, at: depth)
        } else if indent > 0, hasFailed {
            readDetail(line)
        }
    }

    mutating func finished() -> TestOutcomes {
        close()
        outcomes.runEnded = hasEnded
        // In a whole run they are words that a test printed.
        if !hasEnded { for (_, name) in begun.sorted(by: { $0.key < $1.key }) { outcomes.update(name) { $0.started = true } } }
        return outcomes
    }

    /// Fewer test points than planned mean that the run ended early; more are a failure too, by the TAP specification.
    private mutating func close() {
        hasEnded = hasEnded && planned.map { count >= $0 } ?? false
        if let planned, count > planned { outcomes.problems.append(.init(.exitStatus, "planned \(planned) tests but ran \(count)")) }
        (planned, count, group) = (nil, 0, "")
    }

    private mutating func begin(planned number: Int?) {
        if isGrouped, planned != nil { close() }
        planned = number
    }

    private mutating func add(_ point: Point, at depth: Int) {
        if isGrouped, depth == 0, point.number == 1, let planned, count >= planned, count > 0 { close() }
        if depth == 0 {
            count += 1
            begun[point.number ?? count] = nil
        }
        let children = inner[depth + 1]
        inner = inner.filter { $0.key <= depth }
        inner[depth, default: (0, 0)].points += 1
        if !point.isOK { inner[depth]?.failed += 1 }
        // What only sums up its subtests is no test; one that fails by itself is.
        let isSum = children.map { $0.points > 0 && (point.isOK || $0.failed > 0) } ?? false
        defer { subtests = Array(subtests.prefix(depth)) }
        guard !isSum else { return }
        let name = self.name(of: point, at: depth)
        last = name
        let isFailure = !point.isOK && point.directive == nil
        hasFailed = isFailure
        outcomes.update(name) {
            $0.started = true
            $0.ended = true
            // What is still to do may fail, and has then not passed.
            if point.directive == .skip || (point.directive == .todo && !point.isOK) { ($0.skipped, $0.started) = (true, false) }
            if isFailure { $0.issues.append(.init(message: "not ok: \(name)")) }
        }
    }

    private mutating func name(of point: Point, at depth: Int) -> String {
        var name = point.name.isEmpty ? "test \(point.number ?? count)" : point.name
        guard isGrouped else { return name }
        let above = subtests.prefix(depth).filter { !$0.isEmpty }
        name = (above + (group.isEmpty || depth > 0 ? [] : [group]) + [name]).joined(separator: " > ")
        times[name, default: 0] += 1
        if let again = times[name], again > 1 { name += " (\(again))" }
        return name
    }

    private mutating func readComment(_ text: Substring, at depth: Int) {
        if hasFailed, let place = text.wholeMatch(of: /.*\bin test file (.+), line (\d+)\)?/) {
            (comesAfter, group) = (true, "")
            issue { ($0.path, $0.line) = (OutputParser.relative(String(place.1)), Int(place.2)) }
        } else if hasFailed, let failed = text.wholeMatch(of: /\s+`(.*)' failed.*/) {
            issue { $0.message = "`\(failed.1)' failed" }
        } else if isGrouped, hasSubtests {
            guard let subtest = text.wholeMatch(of: /Subtest: (.+)/) else { return }
            subtests = Array(subtests.prefix(depth)) + Array(repeating: "", count: max(0, depth - subtests.count)) + [String(subtest.1)]
        } else if isGrouped, depth == 0, !comesAfter {
            group = String(text)
        }
    }

    private mutating func readDetail(_ line: Substring) {
        if let place = line.wholeMatch(of: /\s+at: .*?(\/w\/[^\s():]+):(\d+):\d+\)?/) {
            issue { ($0.path, $0.line) = (OutputParser.relative(String(place.1)), Int(place.2)) }
        } else if let number = line.wholeMatch(of: /\s+line: (\d+)/) {
            issue { $0.line = $0.line ?? Int(number.1) }
        } else if let file = line.wholeMatch(of: /\s+file: ['"]?([^'"]+\.\w+)['"]?/) {
            issue { $0.path = $0.path ?? OutputParser.relative(String(file.1)) }
        } else if let detail = line.wholeMatch(of: /\s+(?:message|error):\s*['"]?(.*?)['"]?/) {
            issue { $0.message = String(detail.1) }
        }
    }

    /// Changes the failure of the last point, if it failed.
    private mutating func issue(_ change: (inout TestOutcomes.Issue) -> Void) {
        guard let last else { return }
        outcomes.update(last) {
            guard let index = $0.issues.indices.last else { return }
            change(&$0.issues[index])
        }
    }
}

/// One line of a result: `not ok 3 - name # SKIP why`.
private struct Point {
    enum Directive { case skip, todo }
    let isOK: Bool
    let number: Int?
    let name: String
    let directive: Directive?

    init?(_ line: Substring) {
        guard line.hasPrefix("ok") || line.hasPrefix("not ok"), let match = line.wholeMatch(of: /(not )?ok(?:\s+(\d+)\b)?(?:\s*-\s*|\s+|$)(.*)/) else {
            return nil
        }
        isOK = match.1 == nil
        number = match.2.flatMap { Int($0) }
        let said = match.3
        let mark = said.indices.first { said[$0] == "#" && Self.isDirective(said[said.index(after: $0)...]) }
        name = String(mark.map { said[..<$0] } ?? said).trimmed
        directive = mark.flatMap { Self.directive(said[said.index(after: $0)...]) }
    }

    /// The directive that a text after a `#` begins with; a longer word is none, but for forms of `skip`.
    private static func directive(_ text: Substring) -> Directive? {
        let word = text.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.lowercased()
        return word.hasPrefix("skip") ? .skip : word == "todo" ? .todo : nil
    }

    /// Whether what follows a `#` is no part of a name.
    private static func isDirective(_ text: Substring) -> Bool {
        directive(text) != nil || text.drop { $0 == " " }.hasPrefix("time=")
    }
}
