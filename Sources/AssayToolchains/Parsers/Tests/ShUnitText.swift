import AssaySupport

/// Reads what shunit2 prints: the name of each test, lines of what failed in it, and how many tests ran.
package enum ShUnitText {
    /// Returns the outcomes of the tests; nil where it is no run of shunit2 that came to its end.
    package static func read(_ text: String) -> TestOutcomes? {
        var outcomes = TestOutcomes()
        var current: String?
        for line in TerminalText.clean(text, limit: text.utf8.count).lines {
            if let name = line.wholeMatch(of: /(test\w+|suite\w*)/) {
                current = String(name.1)
                outcomes.update(String(name.1)) { ($0.started, $0.ended) = (true, true) }
            } else if let failure = line.wholeMatch(of: /(?:ASSERT:|shunit2:ERROR )\s*(.*)/), let current {
                outcomes.update(current) { $0.issues.append(.init(message: failure.1.isEmpty ? "failed" : String(failure.1))) }
            } else if line.contains(/^Ran \d+ tests?\.$/) {
                outcomes.runEnded = true
                return outcomes
            }
        }
        return nil
    }
}
