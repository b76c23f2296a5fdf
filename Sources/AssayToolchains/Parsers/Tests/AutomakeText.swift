import AssaySupport

/// Reads what automake's `make check` prints: `PASS: name` for each test and, after those of a folder, a summary.
package enum AutomakeText {
    /// Returns the outcomes of the tests, named after their folder too; nil where automake has run none.
    package static func read(_ text: String) -> TestOutcomes? {
        var reading = Reading()
        for line in text.lines { reading.read(line) }
        return reading.hasSummary && !reading.outcomes.outcomes.isEmpty ? reading.outcomes : nil
    }

    private struct Reading {
        var outcomes = TestOutcomes()
        var hasSummary = false
        /// The folders that make has entered, from the top of the project.
        private var folders: [String] = []
        /// Whether the log of the tests that failed follows, where nothing is a result.
        private var isInLog = false
        private var logged: (name: String, lines: [String])?
        /// A line of the log that is the headline of a test if the next one underlines it.
        private var headline: String?

        mutating func read(_ line: Substring) {
            if line.contains("directory '"), let move = line.wholeMatch(of: /g?make(?:\[\d+\])?: (Entering|Leaving) directory '(.*)'/) {
                if move.1 == "Leaving" { _ = folders.popLast() } else { folders.append(OutputParser.relative(String(move.2) + "/")) }
            } else if line.hasPrefix("Testsuite summary for ")
                || line.contains(" test") && line.contains(/^(?:=+ )?(?:All )?\d+ (?:of \d+ )?tests? (?:passed|failed|behaved)/)
            {
                (hasSummary, isInLog) = (true, false)
                keep()
            } else if line.hasSuffix("test-suite.log") && line.contains(": ") && line.hasPrefix("   ") {
                isInLog = true
            } else if line.contains(": "), let point = line.wholeMatch(of: /(PASS|FAIL|XFAIL|XPASS|SKIP|ERROR): (.+)/) {
                let name = (folders.last ?? "") + point.2
                if isInLog { headline = name } else { add(name, String(point.1)) }
            } else if isInLog, let name = headline, !line.isEmpty, line.allSatisfy({ $0 == "=" }) {
                keep()
                logged = (name, [])
            } else if isInLog {
                headline = nil
                logged?.lines.append(String(line))
            }
        }

        private mutating func add(_ name: String, _ result: String) {
            outcomes.update(name) {
                ($0.started, $0.ended) = (true, true)
                switch result {
                case "SKIP": ($0.started, $0.ended, $0.skipped) = (false, false, true)
                case "XFAIL": ($0.started, $0.ended, $0.skipped, $0.isExpectedFailure) = (false, false, true, true)
                case "XPASS": $0.issues.append(.init(message: "passed, though it is expected to fail"))
                case "FAIL", "ERROR": $0.issues.append(.init(message: result.lowercased()))
                default: break
                }
            }
        }

        /// Gives a failed test the words of its log.
        private mutating func keep() {
            guard let (name, lines) = logged, outcomes.outcomes.contains(where: { $0.name == name }) else { return }
            (logged, headline) = (nil, nil)
            let said = lines.filter { !$0.trimmed.isEmpty && !$0.allSatisfy { $0 == "=" } }
            outcomes.update(name) { outcome in
                guard let last = outcome.issues.indices.last else { return }
                outcome.issues[last] = ProgramEnd.issue(said, otherwise: outcome.issues[last].message)
            }
        }
    }
}
