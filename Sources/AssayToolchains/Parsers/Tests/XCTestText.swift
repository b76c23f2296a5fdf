import AssayCore
import AssaySupport

/// Reads what an XCTest binary prints: `Test Case 'C.t' started|passed|failed|skipped`.
package enum XCTestText {
    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    package static func read(_ text: String) -> TestOutcomes {
        var outcomes = TestOutcomes()
        for line in text.lines {
            if let match = line.firstMatch(
                of: /Test Case '[\w.]+\.(\w+)' (started|passed|failed|skipped)(?: \(([\d.]+) seconds\))?/)
            {
                let name = String(match.1)
                let seconds = match.3.flatMap { Double($0) }
                outcomes.update(name) { outcome in
                    switch match.2 {
                    case "started": outcome.started = true
                    case "skipped":
                        outcome.skipped = true
                        outcome.started = false
                    default:
                        outcome.ended = true
                        outcome.seconds = seconds
                        if match.2 == "failed" && outcome.issues.isEmpty {
                            outcome.issues.append(.init(message: "failed"))
                        }
                    }
                }
            } else if let match = line.firstMatch(
                of: /^(?:\/w\/)?([^:]+):(\d+): error: [\w.]+\.(\w+) : (.*)$/)
            {
                outcomes.update(String(match.3)) {
                    $0.issues.append(
                        .init(message: String(match.4), path: String(match.1), line: Int(match.2)))
                }
            } else if line.hasPrefix("Test Suite 'All tests'")
                || line.hasPrefix("Test Suite 'debug.xctest'"), !line.contains("started")
            {
                outcomes.runEnded = true
            } else if line.hasPrefix("Executed ") || line.contains("\t Executed ") {
                outcomes.runEnded = true
            }
        }
        return outcomes
    }
}
