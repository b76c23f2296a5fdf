import AssayCore
import AssaySupport

/// Reads what an XCTest binary prints: `Test Case 'C.t' started|passed|failed|skipped`.
package enum XCTestText {
    /// Returns the outcomes of the tests that it names, by their method or as `Class/method`; what is not of this format is passed over.
    package static func read(_ text: String, withClasses: Bool = false) -> TestOutcomes {
        // Two modules may have a class of one name, which is all that is printed: what starts once more is another test.
        var turns: [String: Int] = [:]
        func name(_ type: Substring, _ method: Substring) -> String {
            guard withClasses else { return String(method) }
            let plain = "\(type)/\(method)"
            return turns[plain].map { $0 > 1 ? "\(plain) (\($0))" : plain } ?? plain
        }
        var outcomes = TestOutcomes()
        for line in text.lines {
            if let match = line.firstMatch(
                of: /Test Case '([\w.]+)\.(\w+)' (started|passed|failed|skipped)(?: \(([\d.]+) seconds\))?/)
            {
                if withClasses, match.3 == "started" { turns["\(match.1)/\(match.2)", default: 0] += 1 }
                let seconds = match.4.flatMap { Double($0) }
                outcomes.update(name(match.1, match.2)) { outcome in
                    switch match.3 {
                    case "started": outcome.started = true
                    case "skipped":
                        outcome.skipped = true
                        outcome.started = false
                    default:
                        outcome.ended = true
                        outcome.seconds = seconds
                        if match.3 == "failed" && outcome.issues.isEmpty {
                            outcome.issues.append(.init(message: "failed"))
                        }
                    }
                }
            } else if let match = line.firstMatch(
                of: /^(?:\/w\/)?([^:]+):(\d+): error: ([\w.]+)\.(\w+) : (.*)$/)
            {
                outcomes.update(name(match.3, match.4)) {
                    $0.issues.append(
                        .init(message: String(match.5), path: String(match.1), line: Int(match.2)))
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
