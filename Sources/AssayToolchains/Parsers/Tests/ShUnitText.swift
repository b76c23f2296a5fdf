import AssaySupport

/// Reads what shunit2 prints: the name of each test, lines of what failed in it, and how many tests ran.
package enum ShUnitText {
    /// Returns the outcomes of the tests; nil where it is no run of shunit2 that came to its end.
    package static func read(_ text: String) -> TestOutcomes? {
        let lines = TerminalText.clean(text).lines
        guard let end = lines.lastIndex(where: { $0.hasPrefix("Ran ") && $0.wholeMatch(of: /Ran (\d+) tests?\./) != nil }),
            let ran = lines[end].wholeMatch(of: /Ran (\d+) tests?\./).flatMap({ Int($0.1) })
        else { return nil }
        let named = read(lines[..<end]) { $0.hasPrefix("test") }
        // A script may add functions of other names, which stand alone on a line like words that tests print.
        let all = read(lines[..<end]) { _ in true }
        var outcomes = named.outcomes.count < ran && all.outcomes.count == ran ? all : named
        outcomes.runEnded = true
        return outcomes
    }

    private static func read(_ lines: ArraySlice<Substring>, _ isTest: (Substring) -> Bool) -> TestOutcomes {
        var outcomes = TestOutcomes()
        var current: String?
        for line in lines {
            if line.wholeMatch(of: /[A-Za-z_]\w*/) != nil {
                guard isTest(line) else { continue }
                current = String(line)
                outcomes.update(String(line)) { ($0.started, $0.ended) = (true, true) }
            } else if let failure = line.wholeMatch(of: /(?:ASSERT:|shunit2:ERROR )\s*(.*)/), let current {
                outcomes.update(current) { $0.issues.append(.init(message: failure.1.isEmpty ? "failed" : String(failure.1))) }
            }
        }
        return outcomes
    }
}
